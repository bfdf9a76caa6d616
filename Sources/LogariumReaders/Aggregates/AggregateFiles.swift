public import LogariumCore

/// The tables of aggregates under some paths: files as they are named, of a directory those that are called like tables.
public struct AggregateFiles {
    public private(set) var paths: [String] = []
    /// Files of other kinds in the directories, counted by suffix.
    public private(set) var passedOver: [String: Int] = [:]
    public private(set) var faults: [SourceError] = []

    public init(under paths: [String]) {
        for path in paths {
            var walk = FileWalk()
            walk.add(path)
            faults += walk.faults
            let isDirectory = walk.files != [path]
            var tables = walk.files
            if isDirectory {
                tables = walk.files.filter { Self.suffixes.contains(SourceLocation(path: $0).kind) }
                for other in walk.files where !tables.contains(other) {
                    passedOver[SourceLocation(path: other).kind, default: 0] += 1
                }
            }
            if tables.isEmpty, walk.faults.isEmpty {
                faults.append(
                    SourceError(
                        path: path,
                        reason: "holds no table of aggregates (\(Self.suffixes.joined(separator: ", ")))",
                        remedy:
                            "name the files themselves if they are called otherwise; a harness's own files go in "
                            + "without --aggregates"))
            }
            self.paths += tables.filter { !self.paths.contains($0) }
        }
    }

    private static let suffixes = [".csv", ".tsv", ".tab"]
}
