package touchline.jobs.platform;

import java.util.HashSet;
import java.util.Set;

/** The threads of this node that are within a job, and may be interrupted there and nowhere else: Quartz and the history run on them too. */
final class RunsHere {
    private final Set<Thread> threads = new HashSet<>();

    synchronized void begin() {
        threads.add(Thread.currentThread());
    }

    /** Takes away an interrupt that came too late, or that the job passed on: with it, no pool would hand out a connection. */
    synchronized void end() {
        threads.remove(Thread.currentThread());
        Thread.interrupted();
    }

    synchronized int interruptAll() {
        threads.forEach(Thread::interrupt);
        return threads.size();
    }
}
