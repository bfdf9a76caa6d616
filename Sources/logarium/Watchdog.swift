import Glibc

/// Ends the process where it cannot be stopped in an orderly way (a single call that never comes back).
enum Watchdog {
    private struct Order {
        let seconds: Double
        let message: String
    }

    static func start(after seconds: Double, saying message: String) {
        let order = UnsafeMutablePointer<Order>.allocate(capacity: 1)
        order.initialize(to: Order(seconds: min(seconds, 1e6), message: message))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                guard let order = argument?.assumingMemoryBound(to: Order.self) else { return nil }
                sleepLong(order.pointee.seconds)
                Hint.print("Error: \(order.pointee.message)")
                _exit(1)
            }, order)
    }
}

private func sleepLong(_ seconds: Double) {
    var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int(seconds.truncatingRemainder(dividingBy: 1) * 1e9))
    var asked = rest
    while nanosleep(&asked, &rest) != 0 { asked = rest }
}
