package polymath.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 MB",
        "1, less than 1 MB",
        "999_999, less than 1 MB",
        "1_000_000, 1 MB",
        "949_000_000, 949 MB",
        "960_000_000, 1.0 GB",
        "23_600_000_000, 23.6 GB"
    })
    void sizesAreInWords(String bytes, String words) {
        assertThat(Bytes.of(Long.parseLong(bytes.replace("_", "")), Strings.of(Locale.ENGLISH)))
                .isEqualTo(words);
    }
}
