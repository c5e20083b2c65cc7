using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GhostNet.Fuzz;

/// <summary>Damages bytes and texts at random.</summary>
internal static partial class Mutation
{
    private static readonly string[] s_numbers =
        ["0", "-1", "1", "2", "255", "65536", "2147483647", "-2147483648", "4294967295", "9223372036854775807", "1e308", "1e999", "0.5", "null", "\"x\"", "[]", "{}", "true"];

    /// <summary>Flips, replaces, cuts out, repeats, moves, or ends early; one to four times.</summary>
    public static byte[] Bytes(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var left = random.Next(1, 5); left > 0 && bytes.Count > 0; left--)
        {
            var at = Place(bytes.Count, random);
            var count = Math.Min(random.Next(1, random.Next(2) == 0 ? 40 : 4000), bytes.Count - at);
            switch (random.Next(10))
            {
                case 0 or 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3 or 4:
                    var number = BitConverter.GetBytes(Extreme(random));
                    Overwrite(bytes, at, (random.Next(2) == 0 ? number : number.Reverse())
                        .Skip(random.Next(2) * 4).Take(1 << random.Next(1, 4)).ToArray());
                    break;
                case 5:
                    bytes.RemoveRange(at, count);
                    break;
                case 6:
                    bytes.InsertRange(at, bytes.GetRange(Place(bytes.Count - count + 1, random), count));
                    break;
                case 7:
                    Overwrite(bytes, at, bytes.GetRange(Place(bytes.Count - count + 1, random), count).ToArray());
                    break;
                case 8:
                    var noise = new byte[count];
                    random.NextBytes(noise);
                    Overwrite(bytes, at, noise);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Replaces numbers and names in JSON, or damages its bytes.</summary>
    public static byte[] Json(byte[] original, Random random)
    {
        var text = Encoding.UTF8.GetString(original);
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var found = (random.Next(4) == 0 ? Name() : Value()).Matches(text);
            if (found.Count == 0 || random.Next(8) == 0)
            {
                return Bytes(Encoding.UTF8.GetBytes(text), random);
            }

            var match = found[random.Next(found.Count)];
            var other = random.Next(4) switch
            {
                0 => found[random.Next(found.Count)].Value,
                1 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
                2 when match.Value.StartsWith('"') => $"\"{new string('\u202e', 3)}\\u001b[31m{new string('x', random.Next(3) == 0 ? 90_000 : 5)}\"",
                _ => s_numbers[random.Next(s_numbers.Length)],
            };
            text = text[..match.Index] + other + text[(match.Index + match.Length)..];
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A place; often near the ends, where headers and directories are.</summary>
    private static int Place(int count, Random random)
    {
        var near = random.Next(Math.Min(count, 2000));
        return random.Next(3) switch
        {
            0 => near,
            1 => count - 1 - near,
            _ => random.Next(count),
        };
    }

    private static long Extreme(Random random) => random.Next(7) switch
    {
        0 => 0,
        1 => -1,
        2 => long.MaxValue,
        3 => int.MaxValue,
        4 => 1L << random.Next(63),
        5 => random.NextInt64(),
        _ => random.Next(100_000),
    };

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        for (var i = 0; i < with.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = with[i];
        }
    }

    [GeneratedRegex("""(?<=[:\[,]\s*)(-?\d[\d.eE+-]*|true|false|null|"[^"]*")""")]
    private static partial Regex Value();

    [GeneratedRegex("""
        "[^"]*"(?=\s*:)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Name();
}
