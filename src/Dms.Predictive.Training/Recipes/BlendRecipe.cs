using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>The learned members of a blend, under one name.</summary>
/// <param name="Name">What reports call it; letters, digits, dots and hyphens.</param>
/// <param name="Members">At least one, ids distinct; the first scores spikes.</param>
public sealed record BlendRecipe(string Name, IReadOnlyList<MemberRecipe> Members)
{
    /// <summary>How the blend learns between refits.</summary>
    public OnlineBlendOptions Online { get; init; } = new();

    /// <summary>Most members of one blend.</summary>
    public const int MostMembers = 16;

    /// <summary>SHA-256 over every setting but the name, lower-case hex: equal settings, equal hash.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        "dms-recipe/1\n" + string.Join('\n', Members.Select(m => m.Canonical())) + $"\n{Online}")));

    /// <summary>Passes the recipe when every setting is allowed.</summary>
    /// <exception cref="InputRefusedException"><c>recipe</c>: one is not; the message names it.</exception>
    public BlendRecipe Checked()
    {
        if (Name is not { Length: > 0 and <= 64 } || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
        {
            throw new InputRefusedException(
                "recipe", "The name must be 1 … 64 letters, digits, dots or hyphens.", "name");
        }

        if (Members.Count is < 1 or > MostMembers
            || Members.Select(m => m.Id).Distinct(StringComparer.Ordinal).Count() < Members.Count)
        {
            throw new InputRefusedException(
                "recipe", $"Expected 1 … {MostMembers} members with different ids.", "members");
        }

        if (Members[0].Learner == Learner.Network)
        {
            throw new InputRefusedException(
                "recipe", "The first member scores spikes and gives the reasons of a raise, which takes trees. Put the network after it.", "members[0]");
        }

        try
        {
            Online.Checked();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InputRefusedException("recipe", e.Message, "online", e);
        }

        return this with { Members = [.. Members.Select(m => m.Checked())] };
    }
}
