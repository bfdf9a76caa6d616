import Foundation

/// The two ways out: data go to stdout, words to stderr.
enum Terminal {
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    static func waiting(_ holder: String) { note("waiting: the warehouse is being written by \(holder)") }
}
