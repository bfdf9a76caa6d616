import Foundation

/// Another program than `logarium`, run in a directory.
struct Program {
    let executable: String
    var directory = CommandLine.root

    struct Failed: Error { let answer: CommandLine.Answer }

    init(_ executable: String) { self.executable = executable }

    /// - Parameter input: what it reads from standard input.
    func run(_ arguments: [String], input: String = "") throws -> CommandLine.Answer {
        let folder = try CommandLine()
        let (output, errors) = (folder.path("stdout"), folder.path("stderr"))
        try folder.write(input, to: "stdin")
        for path in [output, errors] { try Data().write(to: URL(fileURLWithPath: path)) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle(forReadingAtPath: folder.path("stdin"))
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        return CommandLine.Answer(
            status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }
}
