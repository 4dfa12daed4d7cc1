package polymath.app.ui;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the highlighter has to know of a language: a row of a table, no code.
///
/// @param names as they stand after the fence, lower case
/// @param lineComments what starts a comment to the line's end
/// @param blockComments opening and closing mark, empty for none
/// @param quotes what opens and closes a string; three characters for text that runs over lines
/// @param ignoreCase whether keywords are found in any case
record CodeLanguage(
        Set<String> names,
        Set<String> keywords,
        List<String> lineComments,
        List<String> blockComments,
        List<String> quotes,
        boolean ignoreCase) {

    private static final List<String> C_BLOCK = List.of("/*", "*/");

    private static final List<CodeLanguage> ALL = List.of(
            cLike(
                    "java",
                    List.of("\"\"\"", "\"", "'"),
                    "abstract assert boolean break byte case catch char class continue default do double else enum "
                            + "extends final finally float for if implements import instanceof int interface long "
                            + "module native new null package permits private protected public record requires return "
                            + "sealed short static super switch synchronized this throw throws transient true false "
                            + "try var void volatile while yield"),
            new CodeLanguage(
                    words("python py"),
                    words("and as assert async await break case class continue def del elif else except False finally "
                            + "for from global if import in is lambda match None nonlocal not or pass raise return "
                            + "True try while with yield self"),
                    List.of("#"),
                    List.of(),
                    List.of("\"\"\"", "'''", "\"", "'"),
                    false),
            cLike(
                    "javascript js typescript ts jsx tsx",
                    List.of("`", "\"", "'"),
                    "abstract any as async await boolean break case catch class const continue default delete do else "
                            + "enum export extends false finally for from function if implements import in instanceof "
                            + "interface keyof let new null number of private protected public readonly return static "
                            + "string super switch this throw true try type typeof undefined var void while yield"),
            cLike(
                    "c cpp c++ h hpp cc cuda",
                    List.of("\"", "'"),
                    "alignas auto bool break case catch char class const constexpr continue default delete do double "
                            + "else enum explicit extern false float for friend if inline int long mutable namespace "
                            + "new noexcept nullptr operator private protected public register return short signed "
                            + "sizeof static struct switch template this throw true try typedef typename union "
                            + "unsigned using virtual void volatile while"),
            cLike(
                    "csharp cs c# go golang rust rs kotlin kt swift",
                    List.of("\"", "'"),
                    "as async await break case catch class const continue data def default defer do else enum export "
                            + "extern false fn for foreach fun func go if impl import in interface internal is let "
                            + "loop map match mod mut namespace new nil null object override package private pub public "
                            + "range return select self static struct super switch this throw trait true try type use "
                            + "using val var void when where while yield"),
            new CodeLanguage(
                    words("json jsonc"), words("true false null"), List.of("//"), C_BLOCK, List.of("\""), false),
            new CodeLanguage(
                    words("bash sh shell zsh console"),
                    words("if then else elif fi for while until do done case esac in function return local export "
                            + "readonly declare set unset source alias echo cd exit trap test sudo"),
                    List.of("#"),
                    List.of(),
                    List.of("\"", "'"),
                    false),
            new CodeLanguage(
                    words("sql sqlite mysql postgresql"),
                    words("add all alter and as asc begin between by case check column commit constraint create cross "
                            + "default delete desc distinct drop else end exists foreign from full group having if in "
                            + "index inner insert into is join key left like limit not null offset on or order outer "
                            + "primary references right rollback select set table then transaction union unique "
                            + "update using values view when where with"),
                    List.of("--"),
                    C_BLOCK,
                    List.of("'", "\""),
                    true),
            new CodeLanguage(
                    words("xml html svg xhtml"),
                    Set.of(),
                    List.of(),
                    List.of("<!--", "-->"),
                    List.of("\"", "'"),
                    false),
            new CodeLanguage(
                    words("yaml yml toml ini properties"),
                    words("true false null yes no on off"),
                    List.of("#"),
                    List.of(),
                    List.of("\"", "'"),
                    true));

    static Optional<CodeLanguage> named(String name) {
        return ALL.stream().filter(language -> language.names.contains(name)).findFirst();
    }

    /// Whether words after `<` are tags rather than plain text.
    boolean isMarkup() {
        return names.contains("xml");
    }

    private static CodeLanguage cLike(String names, List<String> quotes, String keywords) {
        return new CodeLanguage(words(names), words(keywords), List.of("//"), C_BLOCK, quotes, false);
    }

    private static Set<String> words(String list) {
        return Set.of(list.split(" "));
    }
}
