using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Requests;

/// <summary>A thousand broken requests of every shipped kind: each is refused by its place, or answered by the laws.</summary>
public sealed class HostileRequestTests
{
    private static readonly int Requests = Environment.GetEnvironmentVariable("DMS_LONG_TESTS") is null ? 1_000 : 20_000;
    private static readonly string[] FreeKeys = ["rates", "tiers", "feeds", "instruments", "betas"];

    private static readonly string[] Hostile =
    [
        "1e308", "-1e308", "1e-308", "0", "-1", "-0.0", "1e29", "79228162514264337593543950335", "0.99999999999999999999", "2", "1e15",
        "\"1\"", "null", "true", "[]", "{}", "\"NaN\"",
    ];

    [Fact]
    public void Answer_AnyBrokenRequest_IsRefusedByItsPlaceOrAnsweredByTheLaws()
    {
        string[] books = Files();
        Assert.True(books.Length >= 12);
        Random random = new(20_261_126);
        int refused = 0;
        List<string> broken = [];
        for (int i = 0; i < Requests; i++)
        {
            JsonNode book = JsonNode.Parse(File.ReadAllText(books[i % books.Length]))!;
            string done = Break(book, random);
            done = $"{Path.GetFileName(books[i % books.Length])}: {done}";
            try
            {
                MarginAnswer answer = MarginDocument.Answer(Encoding.UTF8.GetBytes(book.ToJsonString())).Items[0];
                Judge(answer, done);
                refused += answer.Refusal is null ? 0 : 1;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                broken.Add($"{done}: {e.GetType().Name} {e.Message}");
            }
        }

        Assert.True(broken.Count == 0, string.Join("\n", broken.Take(12)));
        Assert.InRange(refused, Requests / 4, Requests - 1);
    }

    [Fact]
    public void Answer_UnknownFieldAnywhere_IsNamedByItsPath()
    {
        foreach (string file in Files())
        {
            foreach (string path in Places(JsonNode.Parse(File.ReadAllText(file))!).Where(p => p.Node is JsonObject).Select(p => p.Path))
            {
                JsonNode book = JsonNode.Parse(File.ReadAllText(file))!;
                JsonObject at = (JsonObject)Places(book).First(p => p.Path == path).Node!;
                if (FreeKeys.Contains(path.Split('.')[^1]))
                {
                    continue;
                }

                at["zzField"] = 1;
                InputRefusedException? refusal = MarginDocument.Answer(Encoding.UTF8.GetBytes(book.ToJsonString())).Items[0].Refusal;
                Assert.Equal(("UnknownField", path.Length == 0 ? "zzField" : path + ".zzField"), (refusal?.Code, refusal?.Where));
            }
        }
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("1e")]
    public void Answer_NumberThatJsonDoesNotHave_IsNoJson(string number)
    {
        string text = File.ReadAllText(Path.Combine(BookFolder(), "static.json")).Replace("60000", number, StringComparison.Ordinal);

        Assert.Equal("NotJson", Assert.Throws<InputRefusedException>(() => MarginDocument.Answer(Encoding.UTF8.GetBytes(text))).Code);
    }

    private static void Judge(MarginAnswer answer, string done)
    {
        if (answer.Refusal is InputRefusedException refusal)
        {
            Assert.False(string.IsNullOrWhiteSpace(refusal.Where), done);
            Assert.False(string.IsNullOrWhiteSpace(refusal.Message), done);
            return;
        }

        MarginRequirement r = answer.Requirement!;
        Assert.True(r.Maintenance <= r.Initial && r.Maintenance >= 0, done);
        Assert.Equal(r.Initial, r.Components.Sum(c => c.Initial));
        Assert.Equal(r.Maintenance, r.Components.Sum(c => c.Maintenance));
        using MemoryStream stream = new();
        using Utf8JsonWriter writer = new(stream);
        new MarginAnswers(false, [answer]).Write(writer);
    }

    private static string Break(JsonNode book, Random random)
    {
        (string path, JsonNode? node, JsonNode? parent)[] leaves =
            [.. Places(book).Where(p => p.Node is not JsonObject and not JsonArray && p.Parent is not null)];
        JsonArray? positions = book["account"]!["positions"] as JsonArray;
        switch (random.Next(8))
        {
            case 0 when positions is not null:
                positions.Add(Copied(positions[random.Next(positions.Count)]!, random.Next(2) == 0 ? -1 : 1));
                return "a leg twice or offset";
            case 1:
                book["account"]!["collateral"] = JsonNode.Parse("""[{"asset":"ETH","quantity":-5}]""");
                return "negative collateral of an asset without a price";
            case 2:
                (string gone, _, JsonNode? from) = leaves[random.Next(leaves.Length)];
                Remove(from!, gone);
                return "without " + gone;
            default:
                (string place, _, JsonNode? owner) = leaves[random.Next(leaves.Length)];
                string value = Hostile[random.Next(Hostile.Length)];
                Replace(owner!, place, value);
                return $"{place} = {value}";
        }
    }

    private static JsonNode Copied(JsonNode position, int sign)
    {
        JsonNode copy = position.DeepClone();
        decimal quantity = decimal.Parse(copy["quantity"]!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        copy["quantity"] = quantity * sign;
        return copy;
    }

    private static void Remove(JsonNode owner, string path)
    {
        if (owner is JsonArray array)
        {
            array.RemoveAt(array.Count - 1);
        }
        else
        {
            ((JsonObject)owner).Remove(path.Split('.')[^1]);
        }
    }

    private static void Replace(JsonNode owner, string path, string value)
    {
        JsonNode? node = JsonNode.Parse(value);
        if (owner is JsonArray array)
        {
            array[^1] = node;
        }
        else
        {
            ((JsonObject)owner)[path.Split('.')[^1]] = node;
        }
    }

    private static IEnumerable<(string Path, JsonNode? Node, JsonNode? Parent)> Places(JsonNode root)
    {
        Stack<(string Path, JsonNode? Node, JsonNode? Parent)> open = new([("", root, null)]);
        while (open.TryPop(out (string Path, JsonNode? Node, JsonNode? Parent) at))
        {
            yield return at;
            if (at.Node is JsonObject fields)
            {
                foreach ((string name, JsonNode? child) in fields)
                {
                    open.Push((at.Path.Length == 0 ? name : at.Path + "." + name, child, fields));
                }
            }
            else if (at.Node is JsonArray items)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    open.Push((string.Create(CultureInfo.InvariantCulture, $"{at.Path}[{i}]"), items[i], items));
                }
            }
        }
    }

    // Books have positions; what pools, debts and sensitivities margin has a folder of its own.
    private static string[] Files() =>
    [
        .. new[] { BookFolder(), Path.Combine(BookFolder(), "..", "accounts") }
            .SelectMany(f => Directory.GetFiles(f, "*.json")).Order(StringComparer.Ordinal),
    ];

    private static string BookFolder()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Dms.Predictive.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "data", "samples", "books");
    }
}
