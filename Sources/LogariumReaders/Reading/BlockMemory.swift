import Synchronization

/// The bytes of blocks, used again and again: fresh memory costs a page fault for every 4 kB.
final class BlockMemory: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    /// Of usual size, free.
    private static let free = Mutex<[Address]>([])
    /// 8 MB.
    private static let mostFree = 32

    private struct Address: @unchecked Sendable {
        let bytes: UnsafeMutableRawBufferPointer
    }

    /// - Parameter capacity: bytes before the padding, which is zero.
    init(capacity: Int) {
        if capacity == BlockReader.size, let used = Self.free.withLock({ $0.popLast() }) {
            bytes = used.bytes
        } else {
            bytes = .allocate(byteCount: capacity + PaddedBytes.padding, alignment: 64)
        }
        bytes[capacity...].initializeMemory(as: UInt8.self, repeating: 0)
    }

    var capacity: Int { bytes.count - PaddedBytes.padding }

    deinit {
        let isKept =
            capacity == BlockReader.size
            && Self.free.withLock { [address = Address(bytes: bytes)] free in
                guard free.count < Self.mostFree else { return false }
                free.append(address)
                return true
            }
        if !isKept { bytes.deallocate() }
    }
}
