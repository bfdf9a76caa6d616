import Foundation

/// Work that is put in by one thread, done by several, and taken by one in the order in which it was put in.
///
/// Bounded: who puts in waits while `capacity` pieces are not taken.
final class OrderedWork<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    // Everything below is guarded by `condition`.
    private let condition = NSCondition()
    private let capacity: Int
    private var waiting: [(place: Int, input: Input)] = []
    private var done: [Int: Output] = [:]
    private var spent: [Output] = []
    private var nPut = 0
    private var nTaken = 0
    private var isFinished = false
    private var isStopped = false
    private var nThreads = 0

    init(capacity: Int) { self.capacity = capacity }

    /// Starts a thread that ends when there is no more work.
    ///
    /// - Parameter body: on the new thread, makes what does the work there.
    func start(_ body: @escaping @Sendable () -> (Input) -> Output) {
        run { [self] in
            let work = body()
            while let (place, input) = nextWaiting() {
                _ = locked { takeSpent() }
                finish(place, work(input))
            }
        }
    }

    /// Starts a thread that puts work in; when it ends there is no more.
    func startPutting(_ body: @escaping @Sendable () -> Void) {
        run { [self] in
            body()
            locked { isFinished = true }
        }
    }

    /// False when nobody wants it any more.
    func put(_ input: Input) -> Bool {
        locked {
            while nPut - nTaken >= capacity, !isStopped { condition.wait() }
            guard !isStopped else { return false }
            waiting.append((nPut, input))
            nPut += 1
            return true
        }
    }

    /// Puts in what needs no work.
    func put(done output: Output) -> Bool {
        locked {
            while nPut - nTaken >= capacity, !isStopped { condition.wait() }
            guard !isStopped else { return false }
            done[nPut] = output
            nPut += 1
            return true
        }
    }

    /// The next piece, waited for; nil after the last.
    func take() -> Output? {
        locked {
            while true {
                if let output = done.removeValue(forKey: nTaken) {
                    nTaken += 1
                    return output
                }
                if isStopped || isFinished && nTaken == nPut { return nil }
                condition.wait()
            }
        }
    }

    /// Lets go of what was taken, on one of the threads that made it: freeing what many small pieces of memory hold is a
    /// tenth of the taker's work.
    func giveBack(_ output: Output) { locked { spent.append(output) } }

    private func takeSpent() -> [Output] {
        let taken = spent
        spent = []
        return taken
    }

    /// Drops what is left and waits for the threads to end.
    func stop() {
        locked {
            isStopped = true
            waiting.removeAll()
            done.removeAll()
            spent.removeAll()
            condition.broadcast()
            while nThreads > 0 { condition.wait() }
        }
    }

    private func nextWaiting() -> (place: Int, input: Input)? {
        locked {
            while true {
                if isStopped { return nil }
                if !waiting.isEmpty { return waiting.removeFirst() }
                if isFinished { return nil }
                condition.wait()
            }
        }
    }

    private func finish(_ place: Int, _ output: Output) {
        locked { if !isStopped { done[place] = output } }
    }

    private func run(_ body: @escaping @Sendable () -> Void) {
        locked { nThreads += 1 }
        Thread.detachNewThread { [self] in
            body()
            locked { nThreads -= 1 }
        }
    }

    /// Every change may be what another thread waits for.
    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return body()
    }
}
