/// What keeps a question from being answered: what, where, and how to go on.
public enum ReadError: Error, Equatable, CustomStringConvertible {
    /// SQLite's own message, with the statement and the byte where it stopped reading.
    case sqlite(message: String, sql: String, offset: Int?)
    /// The sandbox does not allow it.
    case notAllowed(what: String)
    case severalStatements(rest: String)
    case noStatement
    case timedOut(seconds: Double)
    case interrupted
    /// A write-ahead log is left over in a directory that cannot be written.
    case unreadableLog(path: String)
    case older(path: String, version: Int, missing: String)
    case noSuchQuery(name: String, closest: String?)
    case noSuchKind(name: String, known: [String], closest: String?)
    case noSuchParameter(name: String, known: [String], closest: String?)
    case noSuchColumn(name: String, known: [String], closest: String?)
    case missingParameter(query: String, anyOf: [String])
    case badValue(parameter: String, value: String, type: String)
    /// Nothing in the warehouse has a value that was given to filter by; `what` denies it: "no task is called".
    case noMatch(_ what: String, value: String, noun: String, closest: [String], known: [String])
    case badHead(file: String, reason: String)

    public var description: String {
        switch self {
        case .sqlite(let message, let sql, let offset):
            Self.place(message, sql, offset)
        case .notAllowed(let what):
            "not allowed: \(what); `logarium sql` reads one warehouse and changes nothing"
        case .severalStatements(let rest):
            "one statement at a time; leave out: \(rest.prefix(60))"
        case .noStatement:
            "there is no SQL statement; try \"SELECT * FROM run_metric\""
        case .timedOut(let seconds):
            "stopped after \(seconds.formatted) s; ask for less, or allow more with --timeout"
        case .interrupted:
            "interrupted"
        case .unreadableLog(let path):
            "\(path): a log (-wal) waits to be merged and the directory cannot be written; "
                + "open it once where it can, or copy the file and its -wal to where it can"
        case .older(let path, let version, let missing):
            "\(path): schema \(version) has no \(missing); run `logarium migrate --db \(path)`"
        case .noSuchQuery(let name, let closest):
            "there is no query \"\(name)\"; " + Self.hint(closest, else: "`logarium query` lists them")
        case .noSuchKind(let name, let known, let closest):
            "there is no kind of finding \"\(name)\"; "
                + Self.hint(closest, else: "there are " + known.joined(separator: ", "))
        case .noSuchParameter(let name, let known, let closest):
            "there is no parameter \"\(name)\"; "
                + Self.hint(
                    closest,
                    else: known.isEmpty ? "there are none" : "there are " + known.joined(separator: ", "))
        case .noSuchColumn(let name, let known, let closest):
            "there is no column \"\(name)\"; "
                + Self.hint(closest, else: "there are " + known.joined(separator: ", "))
        case .missingParameter(let query, let anyOf):
            "\(query) needs " + anyOf.map { "-p \($0)=…" }.joined(separator: " or ")
        case .badValue(let parameter, let value, let type):
            "-p \(parameter)=\(value): not \(type)" + Self.example(parameter, type)
        case .noMatch(let what, let value, let noun, let closest, let known):
            "\(what) \(value)" + Self.nearest(closest, noun, known)
        case .badHead(let file, let reason):
            "queries/\(file).sql: \(reason)"
        }
    }

    private static func place(_ message: String, _ sql: String, _ offset: Int?) -> String {
        guard let offset, offset >= 0, offset <= sql.utf8.count else { return message }
        let before = sql.utf8.prefix(offset)
        let line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        let column =
            before.count
            - (before.lastIndex(of: UInt8(ascii: "\n")).map {
                before.distance(from: before.startIndex, to: $0) + 1
            } ?? 0) + 1
        let found = sql.utf8.dropFirst(offset).prefix(30).prefix { $0 != UInt8(ascii: "\n") }
        let text = String(decoding: found, as: UTF8.self)
        return "\(message) (line \(line), column \(column)\(text.isEmpty ? "" : ": \(text)"))"
    }

    private static func hint(_ closest: String?, else other: String) -> String {
        closest.map { "did you mean \"\($0)\"?" } ?? other
    }

    private static func nearest(_ closest: [String], _ noun: String, _ known: [String]) -> String {
        if let last = closest.last {
            return "; did you mean "
                + (closest.count == 1 ? last : closest.dropLast().joined(separator: ", ") + " or " + last)
                + "?"
        }
        guard !known.isEmpty else { return "; nothing in this warehouse has a \(noun)" }
        let rest = known.count > 8 ? ", … (\(known.count) in all)" : ""
        return "; there are " + known.prefix(8).joined(separator: ", ") + rest
    }

    private static func example(_ parameter: String, _ type: String) -> String {
        switch type {
        case "an integer": "; write \(parameter)=1000"
        case "a number": "; write \(parameter)=0.05"
        case "a boolean": "; write \(parameter)=1 or \(parameter)=0"
        default: ""
        }
    }
}

extension Double {
    /// Without a useless `.0`.
    var formatted: String { self == rounded() && magnitude < 1e15 ? "\(Int64(self))" : "\(self)" }
}
