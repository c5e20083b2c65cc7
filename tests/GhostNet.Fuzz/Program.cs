using System.Globalization;
using GhostNet.Fuzz;

// dotnet run --project tests/GhostNet.Fuzz -c Release -- [--count N] [--seed N] [--first N] [--keep FOLDER]
// Makes N damaged files, one from each format in turn, and reads them in a child process. Each must be read or be refused by
// a clear error, within 10 seconds of processor time and twice the file and 256 MB of memory. Exit code 1 if one was not:
// the file is kept, and `--first NUMBER --count 1` with the same seed makes it again.
// "make" SEED COUNT FOLDER only writes the inputs, and a good checkpoint and picture, for the script command-line.sh.
// "child" SEED FOLDER is how it starts itself.
if (args is ["child", var childSeed, var childFolder])
{
    Child.Run(Number(childSeed), childFolder);
    return 0;
}

if (args is ["make", var makeSeed, var makeCount, var makeFolder])
{
    for (var input = 0; input < Number(makeCount); input++)
    {
        var folder = Directory.CreateDirectory(Path.Combine(makeFolder, $"{input:D5}"));
        File.WriteAllBytes(Path.Combine(folder.FullName, FileFormat.Of(input).FileName), FileFormat.Of(input).Damaged(Number(makeSeed), input));
    }

    File.WriteAllBytes(Path.Combine(makeFolder, "good.safetensors"), Sample.Checkpoint());
    File.WriteAllBytes(Path.Combine(makeFolder, "good.png"), Sample.Read("turned.png"));
    return 0;
}

var options = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
var keep = options.GetValueOrDefault("--keep") ?? Path.Combine(Path.GetTempPath(), "ghostnet-fuzz");
using var campaign = new Campaign(Number(options.GetValueOrDefault("--seed", "1")), keep);
return campaign.Run(Number(options.GetValueOrDefault("--first", "0")), Number(options.GetValueOrDefault("--count", "1000"))) ? 0 : 1;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
