namespace GhostNet.Hosts.Tests;

/// <summary>What a reader does in a notebook, in the real host.</summary>
public sealed class SessionTests(Session session) : IClassFixture<Session>
{
    private readonly StdioHost _host = session.Host;

    [Theory]
    [InlineData("csharp", "new Trainer(new GhostNetV1(config), new TrainingOptions { Epochs = 2 }).Fit(data.Train, data.Test, new LiveCurves());")]
    [InlineData("fsharp", "(new Trainer(new GhostNetV1(config), TrainingOptions(Epochs = 2))).Fit(data.Train, data.Test, LiveCurves()) |> ignore")]
    public async Task Curves_grow_in_place(string language, string training)
    {
        var cell = await _host.SucceedAsync(training, language);
        var curves = cell.Single;
        Assert.True(curves.IsPicture, cell.ToString());
        Assert.True(curves.Updates > 0, cell.ToString());
        Assert.Equal(0, cell.LostUpdates);
        Assert.Contains("epoch 2", curves.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("csharp", "KernelInvocationContextExtensions.Display(KernelInvocationContext.Current, \"before\").Update(\"after\");")]
    [InlineData("fsharp", "KernelInvocationContextExtensions.Display(KernelInvocationContext.Current, \"before\").Update \"after\"")]
    public async Task What_the_context_of_a_cell_displays_can_be_updated(string language, string code)
    {
        var opened = language == "csharp" ? "using Microsoft.DotNet.Interactive;" : "open Microsoft.DotNet.Interactive";
        var cell = await _host.SucceedAsync($"{opened}\n{code}", language);
        Assert.Equal("after", cell.Single.Text);
        Assert.Equal(0, cell.LostUpdates);
    }

    /// <summary>The host's own fault: what <c>display</c> returns has another id than what it displayed.</summary>
    [Theory]
    [InlineData("csharp", "display(\"before\").Update(\"after\");")]
    [InlineData("fsharp", "display(\"before\").Update \"after\"")]
    public async Task An_update_of_what_display_returned_is_lost(string language, string code)
    {
        var cell = await _host.SucceedAsync(code, language);
        Assert.Equal("before", cell.Single.Text);
        Assert.Equal(1, cell.LostUpdates);
    }

    // Each case has a name of its own: what another case left behind in the language must not be taken for what was shared.
    [Theory]
    [InlineData("csharp", "fsharp", "var numberOfCSharp = 42;", "numberOfCSharp", "let fromThere = numberOfCSharp + 1\nfromThere")]
    [InlineData("fsharp", "csharp", "let numberOfFSharp = 42", "numberOfFSharp", "numberOfFSharp + 1")]
    public async Task A_number_is_shared(string from, string to, string make, string name, string use)
    {
        await _host.SucceedAsync(make, from);
        var cell = await _host.SucceedAsync($"#!share --from {from} {name}\n{use}", to);
        Assert.Contains(">43<", cell.Single.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "fsharp", "var tensorOfCSharp = torch.ones(2, 3);", "tensorOfCSharp", "tensorOfCSharp + tensorOfCSharp")]
    [InlineData("fsharp", "csharp", "let tensorOfFSharp = torch.ones(2L, 3L)", "tensorOfFSharp", "tensorOfFSharp + tensorOfFSharp")]
    [InlineData("csharp", "fsharp", "var manyOfCSharp = new System.Collections.Generic.List<torch.Tensor> { torch.ones(2, 3) };", "manyOfCSharp", "manyOfCSharp.[0] + manyOfCSharp.[0]")]
    [InlineData("fsharp", "csharp", "let manyOfFSharp = [| torch.ones(2L, 3L) |]", "manyOfFSharp", "manyOfFSharp[0] + manyOfFSharp[0]")]
    [InlineData("fsharp", "csharp", "let listOfFSharp = ResizeArray [ torch.ones(2L, 3L) ]", "listOfFSharp", "listOfFSharp[0] + listOfFSharp[0]")]
    public async Task A_tensor_is_shared_as_a_tensor(string from, string to, string make, string name, string use)
    {
        await _host.SucceedAsync(make, from);
        var cell = await _host.SucceedAsync($"#!share --from {from} {name}\n{use}", to);
        Assert.True(cell.Single.IsPicture, cell.ToString());
        Assert.Contains("mean 2", cell.Single.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "fsharp", "var historyOfCSharp = new TrainingHistory([], [new LossPoint(1, 2.5)]);", "historyOfCSharp", "historyOfCSharp.StepLosses.[0].Loss")]
    [InlineData("fsharp", "csharp", "let historyOfFSharp = TrainingHistory([||], [| LossPoint(1L, 2.5) |])", "historyOfFSharp", "historyOfFSharp.StepLosses[0].Loss")]
    public async Task A_history_is_shared_as_a_history(string from, string to, string make, string name, string number)
    {
        await _host.SucceedAsync(make, from);
        var cell = await _host.SucceedAsync($"#!share --from {from} {name}\n{number}", to);
        Assert.Contains(">2.5<", cell.Single.Html, StringComparison.Ordinal);
        Assert.True((await _host.SucceedAsync(name, to)).Single.IsPicture);
    }

    [Theory]
    [InlineData("csharp", "fsharp", "var modelOfCSharp = new GhostNetV1(config);", "modelOfCSharp")]
    [InlineData("fsharp", "csharp", "let modelOfFSharp = new GhostNetV1(config)", "modelOfFSharp")]
    [InlineData("csharp", "fsharp", "var splitOfCSharp = data;", "splitOfCSharp")]
    [InlineData("fsharp", "csharp", "let splitOfFSharp = data", "splitOfFSharp")]
    public async Task A_model_and_its_data_are_shared(string from, string to, string make, string name)
    {
        await _host.SucceedAsync(make, from);
        Assert.True((await _host.SucceedAsync($"#!share --from {from} {name}\n{name}", to)).Single.IsPicture);
    }

    [Theory]
    [InlineData("csharp", "var listed = torch.ones(2, 3);")]
    [InlineData("fsharp", "let listed = torch.ones(2L, 3L)")]
    public async Task The_variables_are_listed(string language, string make)
    {
        await _host.SucceedAsync(make, language);
        foreach (var magic in new[] { "#!who", "#!whos" })
        {
            Assert.Contains("listed", (await _host.SucceedAsync(magic, language)).Single.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("fsharp")]
    public async Task The_time_of_a_cell_is_told(string language)
    {
        var cell = await _host.SucceedAsync("#!time\n40 + 2", language);
        Assert.Contains(cell.Shown, shown => shown.Text.StartsWith("Wall time: ", StringComparison.Ordinal));
        Assert.Contains(cell.Shown, shown => shown.Html.Contains(">42<", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("csharp", "#!fsharp\nlet inOther = torch.zeros 3L\ninOther", "fsharp", "inOther.shape.[0]")]
    [InlineData("fsharp", "#!csharp\nvar inOther = torch.zeros(3);\ninOther", "csharp", "inOther.shape[0]")]
    public async Task A_cell_can_be_in_the_other_language(string language, string code, string other, string use)
    {
        Assert.True((await _host.SucceedAsync(code, language)).Single.IsPicture);
        Assert.Contains(">3<", (await _host.SucceedAsync(use, other)).Single.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "throw new System.IO.IOException(\"the power failed\");")]
    [InlineData("csharp", "torch.ones(2, 3) + torch.ones(4, 5)")]
    [InlineData("csharp", "no_such_name")]
    [InlineData("fsharp", "failwith \"the power failed\" |> ignore")]
    [InlineData("fsharp", "torch.ones(2L, 3L) + torch.ones(4L, 5L)")]
    [InlineData("fsharp", "no_such_name")]
    public async Task After_a_cell_that_fails_the_next_one_runs(string language, string code)
    {
        var failed = await _host.RunAsync(code, language);
        Assert.False(failed.Succeeded);
        Assert.Matches("the power failed|The size of tensor a .3. must match|no_such_name", failed.Message);
        Assert.True((await _host.SucceedAsync("torch.zeros(3L)", language)).Single.IsPicture);
    }
}
