import Foundation

/// Work that is put in by one thread, done by several, and taken by one in the order in which it was put in.
///
/// Bounded: who puts in waits while `capacity` pieces are not taken.
final class OrderedWork<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    private let line = WaitingQueue<Reason>()
    // Everything below is guarded by `line`.
    private let capacity: Int
    private var waiting: [(place: Int, input: Input)] = []
    private var done: [Int: Output] = [:]
    private var spent: [Output] = []
    private var nPut = 0
    private var nTaken = 0
    private var isFinished = false
    private var isStopped = false
    private var nThreads = 0

    /// What a thread waits for.
    private enum Reason: CaseIterable {
        /// To put in more.
        case room
        case work
        /// The next piece done, or the end of a thread.
        case output
    }

    init(capacity: Int) { self.capacity = capacity }

    /// Starts a thread that ends when there is no more work.
    ///
    /// - Parameter body: on the new thread, makes what does the work there.
    func start(_ body: @escaping @Sendable () -> (Input) -> Output) {
        run { [self] in
            let work = body()
            while let (place, input) = nextWaiting() {
                _ = line.locked { takeSpent() }
                finish(place, work(input))
            }
        }
    }

    /// Starts a thread that puts work in; when it ends there is no more.
    func startPutting(_ body: @escaping @Sendable () -> Void) {
        run { [self] in
            body()
            line.locked {
                isFinished = true
                line.wakeAll()
            }
        }
    }

    /// False when nobody wants it any more.
    func put(_ input: Input) -> Bool {
        line.locked {
            while nPut - nTaken >= capacity, !isStopped { line.wait(for: .room) }
            guard !isStopped else { return false }
            waiting.append((nPut, input))
            nPut += 1
            line.wakeOne(.work)
            return true
        }
    }

    /// Puts in what needs no work.
    func put(done output: Output) -> Bool {
        line.locked {
            while nPut - nTaken >= capacity, !isStopped { line.wait(for: .room) }
            guard !isStopped else { return false }
            nPut += 1
            add(output, at: nPut - 1)
            return true
        }
    }

    /// The next piece, waited for; nil after the last.
    func take() -> Output? {
        line.locked {
            while true {
                if let output = done.removeValue(forKey: nTaken) {
                    nTaken += 1
                    line.wakeOne(.room)
                    return output
                }
                if isStopped || isFinished && nTaken == nPut { return nil }
                line.wait(for: .output)
            }
        }
    }

    /// Lets go of what was taken, on one of the threads that made it: freeing what many small pieces of memory hold is a
    /// tenth of the taker's work.
    func giveBack(_ output: Output) { line.locked { spent.append(output) } }

    private func takeSpent() -> [Output] {
        let taken = spent
        spent = []
        return taken
    }

    /// Drops what is left and waits for the threads to end.
    func stop() {
        line.locked {
            isStopped = true
            waiting.removeAll()
            done.removeAll()
            spent.removeAll()
            line.wakeAll()
            while nThreads > 0 { line.wait(for: .output) }
        }
    }

    private func nextWaiting() -> (place: Int, input: Input)? {
        line.locked {
            while true {
                if isStopped { return nil }
                if !waiting.isEmpty { return waiting.removeFirst() }
                if isFinished { return nil }
                line.wait(for: .work)
            }
        }
    }

    private func finish(_ place: Int, _ output: Output) {
        line.locked { if !isStopped { add(output, at: place) } }
    }

    private func add(_ output: Output, at place: Int) {
        done[place] = output
        if place == nTaken { line.wakeOne(.output) }
    }

    private func run(_ body: @escaping @Sendable () -> Void) {
        line.locked { nThreads += 1 }
        Thread.detachNewThread { [self] in
            body()
            line.locked {
                nThreads -= 1
                line.wakeAll()
            }
        }
    }
}
