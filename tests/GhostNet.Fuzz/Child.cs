using System.Globalization;
using GhostNet.Runtime;
using GhostNet.Training;
using GhostNet.Weights;

namespace GhostNet.Fuzz;

/// <summary>Reads the inputs whose numbers it is given, and says in a line what became of each.</summary>
internal static class Child
{
    private const long Allowance = 256L << 20;

    /// <summary>Runs until there are no more numbers.</summary>
    public static void Run(int seed, string folder)
    {
        Libtorch.Load();
        foreach (var format in FileFormat.All)
        {
            // Whatever is loaded or compiled once must not count for an input.
            Read(format, folder, format.Original);
        }

        while (Console.ReadLine() is { } line)
        {
            var input = int.Parse(line, CultureInfo.InvariantCulture);
            var format = FileFormat.Of(input);
            Console.WriteLine(Read(format, folder, format.Damaged(seed, input)));
            Console.Out.Flush();
        }
    }

    private static string Read(FileFormat format, string folder, byte[] content)
    {
        var path = Path.Combine(folder, format.FileName);
        File.WriteAllBytes(path, content);
        var length = content.LongLength;
        GC.Collect();
        var before = ProcessMemory.Now();
        ProcessMemory.ForgetPeak();
        var outcome = Read(format, path);
        var taken = ProcessMemory.Peak() - before;
        return taken > (2 * length) + Allowance
            ? $"FAIL memory: it takes {taken >> 20} MB for a file of {length} bytes ({outcome})"
            : outcome;
    }

    private static string Read(FileFormat format, string path)
    {
        try
        {
            format.Read(path);
            return "read";
        }
        catch (Exception refused) when (refused is WeightFileException or WeightMismatchException or CheckpointException or IOException or InvalidDataException)
        {
            return refused.Message.Length > 4000 || refused.Message.Any(character => char.IsControl(character) && character != '\n')
                ? $"FAIL the message is too long or has control characters: {Line(refused.Message)}"
                : "refused";
        }
        catch (Exception unexpected)
        {
            return $"FAIL {Line(unexpected.ToString())}";
        }
    }

    private static string Line(string text) => string.Concat(text.Take(600).Select(character => char.IsControl(character) ? ' ' : character));
}
