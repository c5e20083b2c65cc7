using GhostNet.Notebooks.Execution;
using GhostNet.Notebooks.Host;

namespace GhostNet.Notebooks.Tests;

/// <summary>What the host says, and what a notebook keeps of it.</summary>
public class HostTests
{
    [Fact]
    public void An_exception_is_kept_without_the_frames_of_the_host()
    {
        var error = CellError.Read(
            """
            System.Exception: deep
            line 2
             ---> System.ArgumentException: inner
               --- End of inner exception stack trace ---
               at Submission#14.G()
               at Submission#14.<<Initialize>>d__0.MoveNext()
            --- End of stack trace from previous location ---
               at Microsoft.CodeAnalysis.Scripting.ScriptExecutionState.RunSubmissionsAsync[TResult](X x)
            """,
            isCompilation: false);
        Assert.Equal(("System.Exception", "deep\nline 2"), (error.Name, error.Message));
        Assert.Equal("   at Submission#14.G()", error.Trace[^1]);
        Assert.Contains(" ---> System.ArgumentException: inner", error.Trace);
    }

    [Fact]
    public void A_restore_that_failed_does_not_name_the_project_of_the_host()
    {
        var error = CellError.Read("/home/x/.packagemanagement/nuget/Projects/1--2/Project.fsproj : error NU1101: Unable to find package A.", isCompilation: false);
        Assert.Equal(("Error", "error NU1101: Unable to find package A."), (error.Name, error.Message));
    }

    [Fact]
    public void Plain_values_lose_their_style_sheet_and_other_HTML_stays()
    {
        const string Html = "<table><tr><td>1</td></tr></table><style>x</style>";
        var plain = MimeBundle.Of("text/html", "<div class=\"dni-plaintext\"><pre>a &lt; b</pre></div><style>\n.dni-code-hint { }\n</style>");
        Assert.Equal([new("text/plain", "a < b")], plain.Texts);
        Assert.Equal([new("text/html", Html)], MimeBundle.Of("text/html", Html).Texts);
    }

    [Fact]
    public void The_progress_of_a_restore_and_paths_of_extensions_are_known()
    {
        Assert.True(HostNoise.IsRestore("<div><div></div><div><strong>Installing Packages</strong><ul><li><span>A, 1.0.0</span></li></ul></div><div></div></div>"));
        Assert.False(HostNoise.IsRestore("<div><p>mine</p></div>"));
        Assert.Equal(["A 1.0.0"], HostNoise.Installed("<div><div></div><div></div><div><strong>Installed Packages</strong><ul><li><span>A, 1.0.0</span></li></ul></div></div>"));
        Assert.True(HostNoise.IsExtensionPath("Loading extension script from `/home/x/a/extension.dib`"));
        Assert.False(HostNoise.IsExtensionPath("Loading extension script"));
    }

    [Fact]
    public void Events_of_parts_belong_to_their_cell_and_do_not_end_it()
    {
        var part = HostEvent.Read("""{"event":{},"eventType":"CommandSucceeded","command":{"token":"3.1"}}""")!;
        var whole = HostEvent.Read("""{"event":{},"eventType":"CommandFailed","command":{"token":"3"}}""")!;
        Assert.Equal(("3", false), (part.Token, part.IsEnd));
        Assert.Equal(("3", true), (whole.Token, whole.IsEnd));
        Assert.Null(HostEvent.Read("text"));
        Assert.Null(HostEvent.Read("{ \"no\": \"event\" }"));
    }
}
