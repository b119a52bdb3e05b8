package touchline.scheduler.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.ledger.RunJournal;

/** Copies what a run's thread logs into the run's log. Without Logback, the run's log has only its own lines. */
public final class RunLogAppender extends AppenderBase<ILoggingEvent> {
    private final LocalRuns runs;
    private final RunJournal journal;

    public RunLogAppender(LocalRuns runs, RunJournal journal) {
        this.runs = runs;
        this.journal = journal;
    }

    /** Attaches to the root logger. */
    public void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            setContext(context);
            setName("runs");
            start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
        }
    }

    public void remove() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
            stop();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
            runs.of(Thread.currentThread())
                    .ifPresent(execution ->
                            journal.line(execution, event.getLevel().toString(), words(event)));
        }
    }

    private static String words(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        String message = event.getFormattedMessage();
        return thrown == null ? message : message + ": " + thrown.getClassName() + ": " + thrown.getMessage();
    }
}
