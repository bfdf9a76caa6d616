/// A fault of some versions of SQLite, and what it means here.
struct SQLiteFault {
    let summary: String
    private let affects: @Sendable (SQLiteVersion) -> Bool

    static func known(in version: SQLiteVersion) -> [SQLiteFault] { all.filter { $0.affects(version) } }

    private static let all: [SQLiteFault] = [
        SQLiteFault(
            summary:
                "3.7.0 to 3.51.2: the WAL-reset race can lose a commit when two connections write or checkpoint "
                + "at once (https://sqlite.org/wal.html#walresetbug); Logarium's lock lets one write, "
                + "so leave writing to it or update SQLite"
        ) { version in
            // Fixed in 3.51.3, and in the maintained lines 3.44.6 and 3.50.7.
            if version.minor == 44 { return version.patch < 6 }
            if version.minor == 50 { return version.patch < 7 }
            return version < SQLiteVersion(major: 3, minor: 51, patch: 3)
        },
        SQLiteFault(
            summary: "before 3.43.0: SUM and AVG add plainly, so last digits may differ from a newer SQLite's"
        ) { $0 < SQLiteVersion(major: 3, minor: 43, patch: 0) },
    ]
}

struct SQLiteVersion: Comparable, CustomStringConvertible {
    let major: Int
    let minor: Int
    let patch: Int

    init(major: Int, minor: Int, patch: Int) { (self.major, self.minor, self.patch) = (major, minor, patch) }

    /// - Parameter number: 3040001 is 3.40.1.
    init(number: Int) {
        self.init(major: number / 1_000_000, minor: number / 1_000 % 1_000, patch: number % 1_000)
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    var description: String { "\(major).\(minor).\(patch)" }
}
