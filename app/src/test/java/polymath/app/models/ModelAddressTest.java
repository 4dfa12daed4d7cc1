package polymath.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.app.models.ModelAddress.Bad;
import polymath.app.models.ModelAddress.Good;
import polymath.app.models.ModelAddress.Reason;

class ModelAddressTest {

    @ParameterizedTest
    @CsvSource({
        "'', NO_ADDRESS",
        "Phi-3.5-MoE-instruct, NO_ADDRESS",
        "https://a b/m.gguf, NO_ADDRESS",
        "/home/ada/m.gguf, NO_ADDRESS",
        "https:m.gguf, NO_ADDRESS",
        "http://hub.example/m.gguf, NOT_SAFE",
        "file://localhost/etc/m.gguf, NOT_SAFE",
        "https://hub.example/m.gguf.exe, NO_MODEL",
        "https://hub.example/, NO_MODEL",
        "https://hub.example/.gguf, NO_MODEL",
        "https://hub.example?m.gguf, NO_MODEL",
        "https://hub.example/m-00001-of-00002.gguf, PART"
    })
    void whatIsNoModelsAddressIsToldApart(String text, Reason reason) {
        assertThat(ModelAddress.of(text)).isEqualTo(new Bad(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.example/a/m.gguf, https://hub.example/a/m.gguf, m.gguf",
        "' https://hub.example/m.gguf\n', https://hub.example/m.gguf, m.gguf",
        "https://hub.example/m.gguf?token=1, https://hub.example/m.gguf?token=1, m.gguf",
        "https://huggingface.co/o/r/blob/main/m.gguf?download=true, https://huggingface.co/o/r/resolve/main/m.gguf, m.gguf",
        "https://hub.example/a%20b%2F..%2Fm%3A1.gguf, https://hub.example/a%20b%2F..%2Fm%3A1.gguf, m_1.gguf"
    })
    void aModelsAddressGivesItsFileAName(String text, String source, String name) {
        assertThat(ModelAddress.of(text)).isInstanceOfSatisfying(Good.class, good -> {
            assertThat(good.file().source()).hasToString(source);
            assertThat(good.file().name()).isEqualTo(name);
        });
    }

    @Test
    void aLongNameIsNone() {
        assertThat(ModelAddress.of("https://hub.example/" + "m".repeat(300) + ".gguf"))
                .isEqualTo(new Bad(Reason.NO_MODEL));
    }
}
