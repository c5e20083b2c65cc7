namespace GhostNet.Hosts.Tests;

/// <summary>Charts of Plotly: ours, and the user's own beside them.</summary>
public sealed class ChartTests
{
    private const string History = "new GhostNet.Training.TrainingHistory([], [new GhostNet.Training.LossPoint(1, 2.5), new GhostNet.Training.LossPoint(2, 1.5)])";

    private static readonly Dictionary<string, string> s_usersReference = new()
    {
        ["csharp"] = "#r \"nuget: Plotly.NET.Interactive, 6.0.0\"\n#r \"nuget: Plotly.NET.CSharp, 0.14.0\"",
        ["fsharp"] = "#r \"nuget: Plotly.NET.Interactive, 6.0.0\"",
    };

    private static readonly Dictionary<string, string> s_usersChart = new()
    {
        ["csharp"] = "Plotly.NET.CSharp.Chart.Point<double, double, string>(x: new double[] { 1, 2 }, y: new double[] { 5, 10 })",
        ["fsharp"] = "open Plotly.NET\nChart.Point([ 1.0; 2.0 ], [ 5.0; 10.0 ])",
    };

    [Fact]
    public async Task Interactive_curves_are_shown_before_and_after_a_cell_in_FSharp()
    {
        await using var host = new StdioHost();
        await host.InitializeAsync();
        await host.ReferenceAsync();
        await host.SucceedAsync("using GhostNet.Interactive;");
        await ShowOurs(host);
        await host.SucceedAsync("1 + 1", "fsharp");
        await ShowOurs(host);
    }

    [Theory]
    [InlineData("csharp", true)]
    [InlineData("csharp", false)]
    [InlineData("fsharp", true)]
    [InlineData("fsharp", false)]
    public async Task The_users_own_charts_are_shown_beside_ours(string language, bool usersFirst)
    {
        await using var host = new StdioHost();
        await host.InitializeAsync();
        Func<Task>[] references = [() => host.SucceedAsync(s_usersReference[language], language), () => host.ReferenceAsync(language)];
        foreach (var reference in usersFirst ? references : references.Reverse())
        {
            await reference();
        }

        await ShowUsers(host, language);
        await host.SucceedAsync("using GhostNet.Interactive;");
        await ShowOurs(host);
        await ShowUsers(host, language);
    }

    /// <summary>A still picture that is there at once, and the figure that Plotly draws in its place.</summary>
    private static async Task ShowOurs(StdioHost host)
    {
        var cell = await host.SucceedAsync($"{History}.View(interactive: true)");
        Assert.True(cell.Single.IsPicture, cell.ToString());
        Assert.Contains("<svg", cell.Single.Html, StringComparison.Ordinal);
        Assert.Contains(".newPlot(", cell.Single.Html, StringComparison.Ordinal);
        Assert.Contains("2.5", cell.Single.Html, StringComparison.Ordinal);
    }

    private static async Task ShowUsers(StdioHost host, string language)
    {
        var cell = await host.SucceedAsync(s_usersChart[language], language);
        Assert.Contains("newPlot", cell.Single.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("dni-treeview", cell.Single.Html, StringComparison.Ordinal);
    }
}
