import Foundation
import Synchronization
import Testing

@testable import LogariumIngest

@Suite("Work in order")
struct OrderedWorkTests {
    @Test("comes out as it was put in, however long each piece takes")
    func order() {
        let work = OrderedWork<Int, Int>(capacity: 5)
        for _ in 0..<4 {
            work.start {
                { number in
                    usleep(UInt32((number * 7919) % 13) * 100)
                    return number * 2
                }
            }
        }
        work.startPutting {
            for number in 0..<500 {
                let isPut = number % 10 == 9 ? work.put(done: -number) : work.put(number)
                if !isPut { return }
            }
        }
        var taken: [Int] = []
        while let number = work.take() { taken.append(number) }
        #expect(taken == (0..<500).map { $0 % 10 == 9 ? -$0 : $0 * 2 })
        work.stop()
    }

    @Test("never more is under way than the capacity")
    func bound() {
        let work = OrderedWork<Int, Int>(capacity: 3)
        let nPut = Mutex(0)
        work.start { { $0 } }
        work.startPutting {
            for number in 0..<100 {
                guard work.put(number) else { return }
                nPut.withLock { $0 += 1 }
            }
        }
        var nTaken = 0
        while work.take() != nil {
            nTaken += 1
            usleep(200)
            #expect(nPut.withLock { $0 } <= nTaken + 3)
        }
        #expect(nTaken == 100)
        work.stop()
    }

    @Test("stopping ends every thread, whoever waits for whom")
    func stopping() {
        for taken in 0..<20 {
            let work = OrderedWork<Int, Int>(capacity: 2)
            let ended = Mutex(false)
            for _ in 0..<2 { work.start { { $0 } } }
            work.startPutting {
                var number = 0
                while work.put(number) { number += 1 }
                ended.withLock { $0 = true }
            }
            for _ in 0..<taken { _ = work.take() }
            work.stop()
            #expect(ended.withLock { $0 })
            #expect(work.take() == nil)
        }
    }
}
