namespace GhostNet.Cli.Processes;

/// <summary>How this program was started, so that a command line that it proposes can be typed as it stands.</summary>
internal static class ProgramName
{
    /// <summary>What to write before the command.</summary>
    public static string Here { get; } = Find();

    private static string Find()
    {
        var program = Path.GetFileNameWithoutExtension(Environment.ProcessPath);
        if (program == "ghostnet")
        {
            return program;
        }

        // bin/Release/net10.0 of the project: it was started by `dotnet run`.
        var folder = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var project = Path.GetFullPath(Path.Combine(folder, "..", "..", ".."));
        if (program != "dotnet" && File.Exists(Path.Combine(project, "GhostNet.Cli.csproj")))
        {
            return $"dotnet run --project {Shell.Quote(Path.GetRelativePath(".", project))} -c {Path.GetFileName(Path.GetDirectoryName(folder))} --";
        }

        return $"dotnet exec {Shell.Quote(Path.Combine(folder, "GhostNet.Cli.dll"))}";
    }
}
