using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>Refuses values that are out of range, in words that name the property and what is allowed.</summary>
internal static class ValueCheck
{
    public static void Require(bool isGood, string property, object value, string allowed)
    {
        if (!isGood)
        {
            var text = ForeignText.Show(FormattableString.Invariant($"{value}"), 200);
            throw new ArgumentException($"{property} is {text}, but must be {allowed}.", property);
        }
    }

    public static void RequireFraction(double value, string property) => Require(value is >= 0 and <= 1, property, value, "from 0 to 1");
}
