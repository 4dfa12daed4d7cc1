package polymath.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotifierTest {
    @Test
    void eachSystemIsAskedInItsOwnWay() {
        assertThat(Notifier.command("Linux", "Done", "--urgency=critical"))
                .contains(List.of(
                        "notify-send", "--app-name=Polymath", "--icon=polymath", "--", "Done", "--urgency=critical"));
        assertThat(Notifier.command("Mac OS X", "Done", "the \"report\" \\ more"))
                .contains(List.of(
                        "osascript",
                        "-e",
                        "display notification \"the \\\"report\\\" \\\\ more\" with title \"Done\""));
        assertThat(Notifier.command("Windows 11", "Done", "")).isEmpty();
    }

    @Test
    void withoutTheProgramNothingHappens() {
        new Notifier("Windows 11", Runnable::run).tell("Done", "");
    }
}
