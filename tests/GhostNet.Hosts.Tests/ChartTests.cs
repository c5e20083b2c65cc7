namespace GhostNet.Hosts.Tests;

/// <summary>Charts of Plotly: ours, and the user's own beside them.</summary>
public sealed class ChartTests
{
    private const string History = "new GhostNet.Training.TrainingHistory([], [new GhostNet.Training.LossPoint(1, 2.5), new GhostNet.Training.LossPoint(2, 1.5)])";

    private const string UsersReference = "#r \"nuget: Plotly.NET.Interactive, 6.0.0\"";

    private const string UsersChart = "open Plotly.NET\nChart.Line([ 1.0; 2.0; 3.0 ], [ 4.0; 5.0; 6.0 ])";

    [Fact]
    public async Task Interactive_curves_are_shown_before_and_after_a_cell_in_fsharp()
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
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_users_own_charts_are_shown_beside_ours(bool usersFirst)
    {
        await using var host = new StdioHost();
        await host.InitializeAsync();
        Func<Task>[] references = [() => host.SucceedAsync(UsersReference, "fsharp"), () => host.ReferenceAsync("fsharp")];
        foreach (var reference in usersFirst ? references : references.Reverse())
        {
            await reference();
        }

        await ShowUsers(host);
        await host.SucceedAsync("using GhostNet.Interactive;");
        await ShowOurs(host);
        await ShowUsers(host);
    }

    /// <summary>A still picture that is there at once, and the figure that Plotly draws in its place.</summary>
    private static async Task ShowOurs(StdioHost host)
    {
        var cell = await host.SucceedAsync($"{History}.View(interactive: true)");
        Assert.True(cell.Single.IsPicture, cell.ToString());
        Assert.Contains("<svg", cell.Single.Html, StringComparison.Ordinal);
        Assert.Contains("Plotly.newPlot", cell.Single.Html, StringComparison.Ordinal);
        Assert.Contains("2.5", cell.Single.Html, StringComparison.Ordinal);
    }

    private static async Task ShowUsers(StdioHost host)
    {
        var cell = await host.SucceedAsync(UsersChart, "fsharp");
        Assert.Contains("newPlot", cell.Single.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("dni-treeview", cell.Single.Html, StringComparison.Ordinal);
    }
}
