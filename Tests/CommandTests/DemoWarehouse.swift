import Foundation

/// What `make demo` prints and the warehouse that it leaves, made once for all tests.
enum DemoWarehouse {
    struct Demo: Sendable {
        let database: URL
        let printed: String
    }

    static let made = Result { try make() }

    /// Beside the program, so that it stays in the build's folder.
    private static func make() throws -> Demo {
        let folder = CommandLine.executable.deletingLastPathComponent().appending(path: "demo-warehouse")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = folder.appending(path: "demo.db")
        let answer = try Program(CommandLine.root.appending(path: "examples/demo").path)
            .run([CommandLine.executable.path, database.path])
        guard answer.status == 0 else { throw Program.Failed(answer: answer) }
        return Demo(database: database, printed: answer.output)
    }
}
