using System.CommandLine;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Interactive;

namespace GhostNet.Cli.Commands.Data;

/// <summary><c>ghostnet data show</c>: what evaluation and training see of the user's own pictures, as a page.</summary>
internal sealed class DataShowCommand : CommandBase
{
    private const int UsualSize = 128, UsualCount = 6, Epochs = 5;

    private static readonly PictureAugmentation s_plain = PictureAugmentation.None;

    private readonly Argument<string> _folder = new("folder") { Description = "A folder with pictures, also in folders within it; or a table FILE.csv with lines file,label.", HelpName = "FOLDER|FILE.csv" };
    private readonly Option<int?> _count = SharedOptions.Positive("--count", "How many pictures, spread over the folder. Default: 6.", 16);
    private readonly Option<int?> _size = SharedOptions.Whole("--size", "Height and width to which they are brought, in pixels. Default: 128.", 8, 1024);
    private readonly Option<int?> _seed = SharedOptions.Whole("--seed", "Decides what is drawn. Default: 0.");
    private readonly Option<string?> _out = new("--out") { Description = "The page to write. Default: pictures.html.", HelpName = "FILE" };
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public DataShowCommand()
        : base(
            "show",
            "Write a page that shows what evaluation and training see of your own pictures.",
            "data show photos",
            "data show photos --count 4 --size 224 --out photos.html")
    {
        Arguments.Add(_folder);
        Options.Add(_count);
        Options.Add(_size);
        Options.Add(_seed);
        Options.Add(_out);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        var folder = arguments.GetRequiredValue(_folder);
        var page = Path.GetFullPath(arguments.GetValue(_out) ?? "pictures.html");
        OutputFolder.Require(Path.GetDirectoryName(page)!);
        var source = FewPictures.Of(folder, arguments.GetValue(_count) ?? UsualCount);
        SharedOptions.Prepare(threads: null);
        var pictures = ImageDataset.FromPictures(source, new PictureTransform(arguments.GetValue(_size) ?? UsualSize), skipBroken: true);
        PictureWarnings.Skipped(terminal, pictures.Skipped);
        PictureAugmentation[] shown =
        [
            DatasetDefaults.For(DatasetSource.Pictures).Options.PictureAugmentation,
            s_plain with { Brightness = 0.4, Contrast = 0.4, Saturation = 0.4, Hue = 0.1 },
            s_plain with { Operations = 2 },
            s_plain with { Erasing = 1 },
        ];
        var seed = arguments.GetValue(_seed) ?? 0;
        Show.TitledPage(page, source.Name, [.. shown.Select(augmentation => augmentation.View(pictures, pictures.Count, Epochs, seed))]);
        terminal.Result(new Report(page, source.Files), () =>
            terminal.Writer.WriteLine($"{pictures.Count} pictures of {folder}, cropped, changed in colour and blanked: {page}"));
        return ExitCode.Good;
    }

    internal sealed record Report(string Page, IReadOnlyList<string> Pictures);

    /// <summary>Some pictures of a folder, where the folder in which one lies is its class; or of a table.</summary>
    private sealed class FewPictures(string name, IReadOnlyList<string> files, IReadOnlyList<string> labels) : IImageSource
    {
        private readonly List<string> _classes = [.. labels.Distinct()];

        public IReadOnlyList<string> Files => files;

        public string Name => name;

        public IReadOnlyList<string> ClassNames => _classes;

        public int Count => files.Count;

        public static FewPictures Of(string path, int count)
        {
            if (DatasetSource.IsTableOf(path))
            {
                var table = ImageCsv.Open(path);
                var few = Spread(table.Count, count);
                return new FewPictures(table.Name, [.. few.Select(table.NameOf)], [.. few.Select(index => string.Join(", ", (table.LabelsOf(index) ?? [table.LabelOf(index)]).Select(label => table.ClassNames[label])))]);
            }

            var all = ImageFolder.PicturesIn(path);
            List<string> files = [.. Spread(all.Count, count).Select(index => all[index])];
            return files.Count > 0
                ? new FewPictures(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), files, [.. files.Select(static file => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)))!)])
                : throw new UsageException($"{path} holds no pictures: give a folder with PNG, JPEG, WebP, GIF or BMP files.");
        }

        public int LabelOf(int index) => _classes.IndexOf(labels[index]);

        public string NameOf(int index) => files[index];

        public Stream Open(int index) => File.OpenRead(files[index]);

        private static IReadOnlyList<int> Spread(int all, int count) =>
            [.. Enumerable.Range(0, Math.Min(count, all)).Select(i => (int)((long)i * all / Math.Min(count, all)))];
    }
}
