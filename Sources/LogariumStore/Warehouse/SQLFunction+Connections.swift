import GRDBSQLite
import LogariumFunctions

extension SQLFunction {
    /// Makes SQLite add every function to the connections that this process opens from now on, GRDB's included.
    /// Further calls do nothing.
    static func addToEveryConnection() { _ = entryPoint }

    private static let entryPoint: Int32 = {
        let entry:
            @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeRawPointer?) -> Int32 =
                addLogariumFunctions
        // SQLite declares the entry point without its parameters, and calls it with them.
        return sqlite3_auto_extension(unsafeBitCast(entry, to: (@convention(c) () -> Void).self))
    }()
}
