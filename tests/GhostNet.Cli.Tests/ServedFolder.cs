namespace GhostNet.Cli.Tests;

/// <summary>A folder to serve: one notebook in each language, in <c>in/csharp</c> and <c>in/fsharp</c>.</summary>
internal static class ServedFolder
{
    /// <summary>A picture of one pixel, and a script that must not act.</summary>
    private const string Stored = """
        {"cells":[
         {"cell_type":"markdown","id":"a","metadata":{},"source":["# Sums in NAME\n","\n","A text about walruses."]},
         {"cell_type":"code","execution_count":1,"id":"b","metadata":{},"source":["1 + 1"],"outputs":[
          {"output_type":"display_data","metadata":{},"data":{"text/plain":["a dot"],"text/html":["<meta http-equiv=refresh content='0;url=about:blank'><script>document.title='acted'</script><b class=dot>dot</b><img alt='' src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\">"]}}]},
         {"cell_type":"markdown","id":"c","metadata":{},"source":["## The second part"]}],
         "metadata":{"kernelspec":{"name":".net-KERNEL","language":"NAME","display_name":".NET (NAME)"}},"nbformat":4,"nbformat_minor":5}
        """;

    public static TemporaryFolder Create()
    {
        var folder = new TemporaryFolder();
        foreach (var (kernel, name) in new[] { ("csharp", "C#"), ("fsharp", "F#") })
        {
            Directory.CreateDirectory(folder.File($"in/{kernel}"));
            File.WriteAllText(
                folder.File($"in/{kernel}/01.ipynb"),
                Stored.Replace("KERNEL", kernel, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal));
        }

        return folder;
    }
}
