import Foundation
import Testing

/// The built `logarium`, run as a user runs it, in a directory of its own.
final class CommandLine {
    struct Answer {
        var status: Int32
        var output: String
        var errors: String
    }

    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "logarium-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// The binary beside the test bundle.
    static let executable =
        Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }?
        .deletingLastPathComponent().appending(path: "logarium")
        ?? URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
        .appending(path: "logarium")

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @discardableResult
    func run(_ arguments: String...) throws -> Answer { try run(arguments) }

    /// What bash makes of some lines, with the built `logarium` first on its path.
    func script(_ lines: String) throws -> Answer {
        try run(["-c", lines], of: URL(fileURLWithPath: "/bin/bash"))
    }

    func run(
        _ arguments: [String], of program: URL = executable, environment: [String: String] = [:]
    ) throws -> Answer {
        let output = directory.appending(path: "stdout-\(UUID().uuidString)")
        let errors = directory.appending(path: "stderr-\(UUID().uuidString)")
        let process = try start(
            arguments, of: program, environment: environment, output: output, errors: errors)
        process.waitUntilExit()
        defer {
            try? FileManager.default.removeItem(at: output)
            try? FileManager.default.removeItem(at: errors)
        }
        return Answer(
            status: process.terminationReason == .exit
                ? process.terminationStatus : -process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// Starts the command and does not wait for it.
    func start(
        _ arguments: [String], of program: URL = executable, environment: [String: String] = [:],
        output: URL? = nil, errors: URL? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = program
        var inherited = ProcessInfo.processInfo.environment
        for name in ["LOGARIUM_DB", "COLUMNS"] { inherited[name] = nil }
        let folder = Self.executable.deletingLastPathComponent().path
        inherited["PATH"] = folder + ":" + (inherited["PATH"] ?? "/usr/bin:/bin")
        process.environment = inherited.merging(environment) { _, own in own }
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try output.map(Self.file) ?? FileHandle.nullDevice
        process.standardError = try errors.map(Self.file) ?? FileHandle.nullDevice
        try process.run()
        return process
    }

    /// What a query answers, row by row; an issue is recorded where it fails.
    func rows(of query: [String]) throws -> [[String: Any]] {
        let answer = try run(["query"] + query + ["--format", "json"])
        #expect(answer.status == 0, "\(answer.errors)")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]])
    }

    func path(_ name: String) -> String { directory.appending(path: name).path }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appending(path: name))
    }

    /// Names in the directory.
    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path) }

    func contents(_ name: String) throws -> Data { try Data(contentsOf: directory.appending(path: name)) }

    private static func file(_ url: URL) throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }
}

/// Table files made up for tests: two-choice items, a state a file.
enum MadeUpTable {
    /// NDJSON of one checkpoint on one task.
    static func ndjson(step: Int, items: Int, shift: Double = 0) -> String {
        (0..<items).map { item in
            let logprob = -1 - Double((item * 7 + step) % 13) / 8 + shift
            return """
                {"model":"m","series":"s","train_step":\(step),"rlhf_step":0,"seed":0,"task":"t","example":"q\(item)",\
                "prompt":"Question \(item)?","choices":[" yes"," no"],"matching":[0],"logprobs":[\(logprob),-1.5]}

                """
        }.joined()
    }
}
