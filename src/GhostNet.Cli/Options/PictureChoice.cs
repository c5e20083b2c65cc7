using System.CommandLine;

namespace GhostNet.Cli.Options;

/// <summary>The options for pictures of the user's own: a folder of classes named with --data.</summary>
internal sealed class PictureChoice
{
    private readonly Option<int?> _size = SharedOptions.Whole("--size", "Height and width to which the pictures of a folder are brought, in pixels. Default: 128.", 8, 1024);
    private readonly Option<bool> _skipBroken = new("--skip-broken") { Description = "Leave out pictures of a folder that cannot be read, and name them." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="hasSize">Whether the size can be chosen: a trained network knows it.</param>
    public void AddTo(Command command, bool hasSize)
    {
        if (hasSize)
        {
            command.Options.Add(_size);
        }

        command.Options.Add(_skipBroken);
    }

    /// <summary>The name of --size when it stands on the command line and differs from a value, or null.</summary>
    public string? OtherSize(ParseResult arguments, int? size) => arguments.GetValue(_size) is { } given && given != size ? _size.Name : null;

    /// <summary>Adds the options to a data set.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="source">The data set without them.</param>
    /// <exception cref="UsageException">An option is given that the data set would ignore.</exception>
    public DatasetSource Configure(ParseResult arguments, DatasetSource source)
    {
        var given = new Option[] { _size, _skipBroken }.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false });
        return given is not null && source.Name != DatasetSource.Pictures
            ? throw new UsageException($"{given.Name} is for a folder of your own pictures, named with --data alone: {source.Title} would ignore it.")
            : source with { Size = arguments.GetValue(_size) ?? source.Size, SkipBroken = source.SkipBroken || arguments.GetValue(_skipBroken) };
    }
}
