import Foundation
import Testing

/// Whole outputs kept in files: `LOGARIUM_RECORD=1` writes them anew, and fails so that nobody forgets to look.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "Golden")

    static func expect(_ text: String, equals name: String, location: SourceLocation = #_sourceLocation)
        throws
    {
        let file = folder.appending(path: name)
        guard ProcessInfo.processInfo.environment["LOGARIUM_RECORD"] == nil else {
            try Data(text.utf8).write(to: file)
            Issue.record(
                "recorded \(name): look at it, and run again without LOGARIUM_RECORD",
                sourceLocation: location)
            return
        }
        let kept = try? String(contentsOf: file, encoding: .utf8)
        #expect(text == kept, "differs from Golden/\(name)", sourceLocation: location)
    }
}
