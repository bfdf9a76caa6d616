#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A lock, and threads that wait under it for one of several reasons: only those are woken whose reason has come.
final class WaitingQueue<Reason: Hashable & CaseIterable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let conditions: [Reason: UnsafeMutablePointer<pthread_cond_t>]

    init() {
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        conditions = Dictionary(
            uniqueKeysWithValues: Reason.allCases.map { reason in
                let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
                condition.initialize(to: pthread_cond_t())
                pthread_cond_init(condition, nil)
                return (reason, condition)
            })
    }

    deinit {
        for condition in conditions.values {
            pthread_cond_destroy(condition)
            condition.deallocate()
        }
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Waits, under the lock, which others may take meanwhile; may return for no reason at all.
    func wait(for reason: Reason) {
        guard let condition = conditions[reason] else { return }
        pthread_cond_wait(condition, mutex)
    }

    /// Wakes one of those who wait.
    func wakeOne(_ reason: Reason) {
        if let condition = conditions[reason] { pthread_cond_signal(condition) }
    }

    func wakeAll() {
        for condition in conditions.values { pthread_cond_broadcast(condition) }
    }
}
