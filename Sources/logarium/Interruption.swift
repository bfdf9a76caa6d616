import Foundation

/// Whether the user has pressed Ctrl-C: a first time ends the work cleanly, a second time at once.
enum Interruption {
    nonisolated(unsafe) private static var count: Int32 = 0

    static var isRequested: Bool { count > 0 }

    static func listen() {
        // A parent may have blocked the signal; what is blocked is inherited.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        signal(SIGINT) { _ in
            Interruption.count += 1
            if Interruption.count > 1 { _exit(130) }
        }
    }
}
