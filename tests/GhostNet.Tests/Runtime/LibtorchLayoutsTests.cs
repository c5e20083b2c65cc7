using GhostNet.Runtime;


namespace GhostNet.Tests.Runtime;

/// <summary>Where libtorch is looked for, on folders of empty files.</summary>
public sealed class LibtorchLayoutsTests : IDisposable
{
    private const string Native = "runtimes/linux-x64/native";

    private static readonly string[] s_engine = ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public LibtorchLayoutsTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere TorchSharp looks by itself.");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("app")]
    [InlineData("app/" + Native)]
    [InlineData("managed")]
    [InlineData("managed/" + Native)]
    [InlineData("searched")]
    public void It_is_found_in_one_folder(string folder)
    {
        Put(folder, LibtorchFiles.WrapperFile, s_engine);
        Assert.Equal(Expected(folder, folder), Find());
    }

    [Theory]
    [InlineData("app", "app/" + Native)]
    [InlineData("searched", "searched too")]
    public void It_is_found_in_two_folders_of_one_layout(string wrapper, string engine)
    {
        Put(wrapper, LibtorchFiles.WrapperFile);
        Put(engine, s_engine);
        Assert.Equal(Expected(wrapper, engine), Find());
    }

    [Theory]
    [InlineData("home/.nuget/packages")]
    [InlineData("variable")]
    [InlineData("fallback")]
    [InlineData("configured")]
    [InlineData("configured fallback")]
    public void It_is_found_in_a_cache_of_NuGet(string cache)
    {
        _variables["NUGET_PACKAGES"] = In("variable");
        _variables["NUGET_FALLBACK_PACKAGES"] = $"{In("nowhere")};{In("fallback")}";
        PutConfiguration(
            $"""
            <configuration><config><add key="globalPackagesFolder" value="{In("configured")}" /></config>
            <fallbackPackageFolders><add key="one" value="{In("configured fallback")}" /></fallbackPackageFolders></configuration>
            """);
        PutPackages(cache);
        Assert.Equal(Expected($"{cache}/torchsharp/0.107.0/{Native}", $"{cache}/libtorch-cpu-linux-x64/2.10.0/{Native}"), Find());
    }

    [Fact]
    public void It_is_found_in_the_cache_that_TorchSharp_came_from()
    {
        PutPackages("cache");
        PutPackages("home/.nuget/packages");
        var torchSharp = Directory.CreateDirectory(In("cache/torchsharp/0.107.0/lib/net8.0")).FullName;
        Assert.Equal(
            Expected($"cache/torchsharp/0.107.0/{Native}", $"cache/libtorch-cpu-linux-x64/2.10.0/{Native}"),
            Find(Program() with { TorchSharp = torchSharp }));
    }

    [Theory]
    [InlineData("TorchSharp/0.107.0")]
    [InlineData("TorchSharp/0.107.0/lib/net8.0")]
    public void It_is_found_where_Verso_puts_TorchSharp(string torchSharp)
    {
        PutVerso("tree");
        Assert.Equal(
            Expected("tree/TorchSharp/0.107.0/native", "tree/libtorch-cpu-linux-x64/2.10.0/native"),
            Find(Program() with { TorchSharp = Directory.CreateDirectory(In($"tree/{torchSharp}")).FullName }));
    }

    [Fact]
    public void The_version_that_TorchSharp_wants_is_taken_and_no_newer_one()
    {
        PutPackages("home/.nuget/packages", torchSharp: "0.108.0", libtorch: "2.11.0");
        Assert.Throws<LibtorchNotFoundException>(() => Find());
        PutPackages("home/.nuget/packages");
        Assert.Contains("/2.10.0/", Find().Engine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_lacks_a_library_is_passed_over_whole()
    {
        Put("app", LibtorchFiles.WrapperFile, [.. s_engine[..^1]]);
        PutPackages("home/.nuget/packages");
        Assert.Equal(
            Expected($"home/.nuget/packages/torchsharp/0.107.0/{Native}", $"home/.nuget/packages/libtorch-cpu-linux-x64/2.10.0/{Native}"), Find());
    }

    [Fact]
    public void What_is_loaded_already_goes_before_all()
    {
        Put("app", LibtorchFiles.WrapperFile, s_engine);
        Put("elsewhere", s_engine);
        Assert.Equal(Expected("app", "elsewhere"), Find(Program() with { Loaded = [In("elsewhere/libtorch_cpu.so")] }));

        Put("elsewhere", LibtorchFiles.WrapperFile);
        Assert.Equal(Expected("elsewhere", "elsewhere"), Find(Program() with { Loaded = [In("elsewhere/libtorch_cpu.so")] }));
    }

    [Fact]
    public void Beside_a_foreign_libtorch_none_is_loaded()
    {
        Put("app", LibtorchFiles.WrapperFile, s_engine);
        const string Foreign = "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0";
        var error = Assert.Throws<DllNotFoundException>(() => Find(Program() with { Loaded = [Foreign] }));
        Assert.Contains(Foreign, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A library that somebody put into the current folder is not found by a relative path in the environment.</summary>
    [Fact]
    public void Relative_paths_do_not_count()
    {
        _variables["NUGET_PACKAGES"] = Path.GetRelativePath(".", In("variable"));
        _variables["NUGET_FALLBACK_PACKAGES"] = Path.GetRelativePath(".", In("variable"));
        PutConfiguration($"<configuration><config><add key=\"globalPackagesFolder\" value=\"{_variables["NUGET_PACKAGES"]}\" /></config></configuration>");
        PutPackages("variable");
        Put("searched", LibtorchFiles.WrapperFile, s_engine);
        Assert.Throws<LibtorchNotFoundException>(() => Find(Program() with { Home = null, SearchFolders = [Path.GetRelativePath(".", In("searched"))] }));
        Assert.Throws<LibtorchNotFoundException>(() => Find(Program() with { SearchFolders = [] }));
    }

    [Fact]
    public void A_damaged_configuration_of_NuGet_names_no_folder()
    {
        PutConfiguration("<configuration><config>");
        PutPackages("home/.nuget/packages");
        Assert.Contains("home", Find().Engine, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Contains("libtorch_cpu.so is missing", Failure(LibtorchFiles.WrapperFile), StringComparison.Ordinal);
        Assert.Contains($"{LibtorchFiles.WrapperFile} or libtorch_cpu.so is missing", Failure(), StringComparison.Ordinal);

        string Failure(params string[] files)
        {
            Directory.CreateDirectory(In("app"));
            Directory.Delete(In("app"), recursive: true);
            Put("app", files);
            return Assert.Throws<LibtorchNotFoundException>(() => Find()).Message;
        }
    }

    private LibtorchFiles Find() => Find(Program());

    private static LibtorchFiles Find(DeployedProgram program) => LibtorchFiles.Find(LibtorchLayouts.Of(program));

    private LibtorchFiles Expected(string wrapper, string engine) => new(Path.Combine(In(wrapper), LibtorchFiles.WrapperFile), In(engine));

    private DeployedProgram Program() => new()
    {
        Loaded = ["/usr/lib/libc.so.6"],
        BaseDirectory = In("app"),
        TorchSharp = In("managed"),
        SearchFolders = [In("searched"), In("searched too")],
        TorchSharpVersion = new Version(0, 107, 0, 0),
        LibtorchVersion = new Version(2, 10, 0, 0),
        Home = In("home"),
        Variable = name => _variables.GetValueOrDefault(name),
    };

    private string In(string path) => _folder.File(path);

    private void Put(string folder, string file, string[] files) => Put(folder, [file, .. files]);

    private void Put(string folder, params string[] files)
    {
        Directory.CreateDirectory(In(folder));
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(In(folder), file), "");
        }
    }

    private void PutPackages(string cache, string torchSharp = "0.107.0", string libtorch = "2.10.0")
    {
        Put($"{cache}/torchsharp/{torchSharp}/{Native}", LibtorchFiles.WrapperFile);
        Put($"{cache}/libtorch-cpu-linux-x64/{libtorch}/{Native}", s_engine);
    }

    private void PutVerso(string tree)
    {
        Put($"{tree}/TorchSharp/0.107.0/native", LibtorchFiles.WrapperFile);
        Put($"{tree}/libtorch-cpu-linux-x64/2.10.0/native", s_engine);
    }

    private void PutConfiguration(string content)
    {
        Directory.CreateDirectory(In("home/.nuget/NuGet"));
        File.WriteAllText(In("home/.nuget/NuGet/NuGet.Config"), content);
    }
}
