import Foundation

/// What `make demo` prints and the warehouse that it leaves, made once for all tests.
enum DemoWarehouse {
    struct Demo: Sendable {
        let database: URL
        let printed: String
    }

    static let made = Result { try make() }

    /// A copy with a table of aggregates and some chains of thought beside the examples, so that every query has something to answer from.
    static let withAggregates = Result { try addAggregates(to: made.get().database) }

    private static func addAggregates(to demo: URL) throws -> URL {
        let database = demo.deletingLastPathComponent().appending(path: "aggregates.db")
        try FileManager.default.copyItem(at: demo, to: database)
        let command = try CommandLine()
        try command.write(
            """
            model,n_params,series,task,value,stderr
            m-1,1000,m,t,0.5,0.02
            m-2,10000,m,t,0.55,0.02
            m-3,100000,m,t,0.7,0.02
            m-4,1000000,m,t,0.6,0.02

            """, to: "aggregates.csv")
        try command.write(
            """
            model,n_params,series,task,example,protocol,intervention,share_kept,answer,target
            m-1,1000,m,sums,q1,cot,none,,3,3
            m-1,1000,m,sums,q1,cot,no_chain,,4,3
            m-1,1000,m,sums,q1,cot,truncated,0.5,3,3
            m-1,1000,m,sums,q2,cot,none,,7,8
            m-1,1000,m,sums,q2,cot,no_chain,,7,8

            """, to: "chains.csv")
        try command.write(
            """
            model,n_params,series,task,example,protocol,context,answer,target,suggested
            m-1,1000,m,guesses,q1,cot,unbiased,A,A,B
            m-1,1000,m,guesses,q1,cot,biased,B,A,B

            """, to: "contexts.csv")
        let chains = try command.run("ingest", "chains.csv", "contexts.csv", "--db", database.path, "--quiet")
        guard chains.status == 0 else { throw Program.Failed(answer: chains) }
        let answer = try command.run(
            "ingest", "aggregates.csv", "--aggregates", "--metric", "acc", "--db", database.path, "--quiet")
        guard answer.status == 0 else { throw Program.Failed(answer: answer) }
        return database
    }

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
