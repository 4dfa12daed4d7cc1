package polymath.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the map in the design allows. Packages that do not exist yet are named already.
class ArchitectureTest {
    private static final JavaClasses APP = new ClassFileImporter().importPath(Path.of("target", "classes"));
    private static final String ENGINE_API = "polymath.engine.api..";

    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(APP);
    }

    private static String ours(String name) {
        return "polymath.app." + name + "..";
    }

    /// After the name: which packages of ours it may see, besides itself and the engine's messages.
    @ParameterizedTest
    @CsvSource({
        "storage, ''",
        "engine, ''",
        "ui, ''",
        "platform, ''",
        "documents, storage",
        "download, storage",
        "reader, documents storage",
        "citation, storage",
        "viewer, storage ui citation",
        "chat, storage engine ui citation viewer summary",
        "history, storage engine ui",
        "prompt, storage engine ui",
        "transfer, storage engine ui",
        "summary, storage engine ui",
        "settings, storage engine ui",
        "palette, ui",
        "models, storage engine ui download",
    })
    void aPackageSeesOnlyWhatTheMapAllows(String name, String seen) {
        List<String> allowed = new ArrayList<>(List.of(ours(name), ENGINE_API));
        for (String other : seen.split(" ", -1)) if (!other.isEmpty()) allowed.add(ours(other));
        holds(noClasses()
                .that()
                .resideInAPackage(ours(name))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("polymath..").and(resideOutsideOfPackages(allowed.toArray(String[]::new)))));
    }

    @Test
    void thereAreClassesToLookAt() {
        assertThat(APP).hasSizeGreaterThan(20);
        assertThat(APP.contain(Main.class)).isTrue();
    }

    @Test
    void packagesFormNoCycle() {
        holds(slices().matching("polymath.app.(*)..").should().beFreeOfCycles());
    }

    @Test
    void storageCitationDownloadEngineAndPlatformKnowNoToolkit() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(
                        ours("storage"), ours("citation"), ours("download"), ours("engine"), ours("platform"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javafx.."));
    }

    @Test
    void viewModelsKnowNoNode() {
        holds(noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage.."));
    }

    @Test
    void onlyTheApplicationKnowsTheToolkitsThread() {
        holds(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("polymath.app.PolymathApplication")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("javafx.application.Platform"));
    }

    @Test
    void textWrapsInFlowsOnly() {
        holds(noClasses()
                .should()
                .callMethod(Text.class, "setWrappingWidth", double.class)
                .because("flows cut right-to-left text so that no line breaks inside a run; a bare Text cannot"));
    }

    @Test
    void onlyTheDocumentReaderKnowsPdfOfficeAndAwt() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(ours("reader"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.pdfbox..", "org.apache.poi..", "org.jsoup..", "com.rtfparserkit..", "java.awt.."));
    }

    @Test
    void nobodyKnowsTheDocumentReaderWhichIsAnotherProcess() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(ours("reader"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ours("reader")));
    }

    @Test
    void theDocumentReaderAndWhoStartsItKnowNoToolkit() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(ours("reader"), ours("documents"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javafx.."));
    }

    @Test
    void onlyMainClassesExitAndPrint() {
        holds(noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .and()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class));
    }

    @Test
    void onlyTheStoreTheEngineProcessAndTheReaderHaveThreads() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(ours("storage"), ours("engine"), ours("reader"))
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .callMethod(Thread.class, "ofVirtual"));
    }

    @Test
    void onlyPlatformCallsNativeCode() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(ours("platform"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign.."));
    }

    @Test
    void onlyTheDownloadOpensSockets() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(ours("download"), ours("reader")) // which opens none: it has a test of its own
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(URLConnection|HttpURLConnection|Socket|ServerSocket|DatagramSocket)")
                .orShould()
                .callMethod(java.net.URL.class, "openStream")
                .because("nothing leaves the computer but what the user asks to fetch"));
    }

    @Test
    void staticFieldsAreFinal() {
        holds(fields().that().areStatic().should().beFinal());
    }

    @Test
    void namesSayWhatAClassIs() {
        holds(classes()
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?")
                .andShould()
                .haveNameNotMatching(".*[.$]Abstract[^.$]*"));
    }
}
