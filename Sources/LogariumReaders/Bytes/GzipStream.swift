import CZlib
import LogariumCore

/// The content of gzip data, one member after another, each compared with its checksum and length.
///
/// libarchive's gzip filter does neither, so that a damaged digit would pass.
final class GzipStream: ByteStream {
    private let source: any ByteStream
    private let path: String
    private var inflater = z_stream()
    private var input = [UInt8](repeating: 0, count: 1 << 16)
    private var available = 0
    private var start = 0
    private var insideMember = false
    private var hasMembers = false

    init(_ source: any ByteStream, path: String) throws {
        self.source = source
        self.path = path
        // 16 + 15: gzip's frame, the largest window.
        guard inflateInit2_(&inflater, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw damage("not enough memory to decompress it") }
    }

    deinit { inflateEnd(&inflater) }

    var rawBytesRead: Int { source.rawBytesRead }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            if available == 0 { try refill() }
            if available == 0 {
                guard !insideMember else { throw damage("the compressed data ends too early") }
                return 0
            }
            if !insideMember, try !startMember() { return 0 }
            let count = try inflateBlock(into: buffer)
            if count > 0 { return count }
        }
    }

    private func refill() throws {
        start = 0
        available = try input.withUnsafeMutableBytes { try source.read(into: $0) }
    }

    /// False at zero padding after the last member, which gzip allows.
    private func startMember() throws -> Bool {
        if hasMembers, input[start] == 0 {
            available = 0
            return false
        }
        inflateReset(&inflater)
        insideMember = true
        hasMembers = true
        return true
    }

    private func inflateBlock(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let code = input.withUnsafeMutableBufferPointer { bytes in
            inflater.next_in = bytes.baseAddress.map { $0 + start }
            inflater.avail_in = UInt32(available)
            inflater.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            inflater.avail_out = UInt32(clamping: buffer.count)
            return inflate(&inflater, Z_NO_FLUSH)
        }
        start += available - Int(inflater.avail_in)
        available = Int(inflater.avail_in)
        let count = Int(UInt32(clamping: buffer.count) - inflater.avail_out)
        switch code {
        case Z_STREAM_END: insideMember = false
        case Z_OK, Z_BUF_ERROR: break
        default:
            throw damage(
                "the compressed data is damaged (\(inflater.msg.map { String(cString: $0) } ?? "\(code)"))")
        }
        return count
    }

    private func damage(_ reason: String) -> SourceError {
        SourceError(path: path, reason: reason, remedy: "copy or download the file again")
    }
}
