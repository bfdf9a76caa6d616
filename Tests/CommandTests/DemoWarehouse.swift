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

    /// A warehouse of reported values alone, of which the demo has none.
    static let reported = Result {
        let folder = CommandLine.executable.deletingLastPathComponent().appending(path: "reported-warehouse")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (table, database) = (
            folder.appending(path: "values.csv"), folder.appending(path: "reported.db")
        )
        try """
        model,series,n_params,train_step,task,metric,value,stderr
        small,r,1000,10,t,acc,0.2,0.02
        middle,r,3000,10,t,acc,0.35,0.02
        large,r,10000,10,t,acc,0.3,0.02
        huge,r,30000,10,t,acc,0.6,0.02

        """.write(to: table, atomically: true, encoding: .utf8)
        let answer = try CommandLine().run(["ingest", "--aggregates", table.path, "--db", database.path])
        guard answer.status == 0 else { throw Program.Failed(answer: answer) }
        return database
    }
}
