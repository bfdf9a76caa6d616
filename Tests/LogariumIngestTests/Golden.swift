import Foundation
import Testing

/// Whole outputs kept beside the tests. With LOGARIUM_RECORD set a differing one is rewritten, and the test fails all
/// the same: a new output is looked at before it is believed.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "Golden")

    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let file = folder.appending(path: name)
        let known = try? String(contentsOf: file, encoding: .utf8)
        if known != text, ProcessInfo.processInfo.environment["LOGARIUM_RECORD"] != nil {
            try Data(text.utf8).write(to: file)
        }
        #expect(
            known == text, "Golden/\(name) differs; LOGARIUM_RECORD=1 rewrites it",
            sourceLocation: sourceLocation)
    }
}
