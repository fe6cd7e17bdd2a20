using System.CommandLine;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What training and evaluation may both be told: recipe, label, pooled markets.</summary>
internal sealed class ProtocolOptions
{
    private readonly Option<string> _recipe = new("--recipe")
    {
        Description = $"Recipe of the learned members: {string.Join(", ", NamedRecipes.All.Keys)}, or a JSON file.",
        DefaultValueFactory = _ => NamedRecipes.Default,
    };

    private readonly Option<string> _label = new("--label")
    {
        Description = "What trees learn: realized variance, or bipower variation, in which a lone jump hardly counts.",
        DefaultValueFactory = _ => "realized",
    };

    private readonly Option<double> _multiple = new("--spike-multiple")
    {
        Description = "A spike is a variance above this multiple of the threshold, 0.1 to 10.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string[]> _pool = new("--pool")
    {
        Description = "Bars of another market that learned members train on too; may repeat.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Refits fitted at the same time, 1 to 64; no bit of any output depends on it.",
        DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, 64),
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_recipe);
        command.Add(_label);
        command.Add(_multiple);
        command.Add(_pool);
        command.Add(_threads);
    }

    /// <summary>A protocol with the recipe and label that were asked for.</summary>
    /// <exception cref="UsageException">A label that does not exist.</exception>
    /// <exception cref="InputRefusedException"><c>recipe</c>.</exception>
    public EvaluationProtocol Apply(EvaluationProtocol protocol, ParseResult parsed)
    {
        BlendRecipe recipe = RecipeFile.Read(parsed.GetValue(_recipe)!);
        LabelRecipe label = LabelOf(parsed.GetValue(_label)!, parsed.GetValue(_multiple));
        return protocol with
        {
            Members = recipe.Members,
            Online = recipe.Online,
            Label = label == new LabelRecipe() ? null : label,
        };
    }

    /// <summary>Name or file of the recipe that was asked for.</summary>
    public string RecipeName(ParseResult parsed) => parsed.GetValue(_recipe)!;

    /// <summary>How many refits are fitted at the same time.</summary>
    /// <exception cref="UsageException">Not 1 … 64.</exception>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) is int threads and >= 1 and <= 64
        ? threads
        : throw new UsageException($"{parsed.GetValue(_threads)} threads are out of range; choose 1 to 64.", "--threads");

    /// <summary>The pooled markets, each a series of its own.</summary>
    public IReadOnlyList<BarHistory> Pool(ParseResult parsed, CancellationToken cancellation) =>
        [.. (parsed.GetValue(_pool) ?? []).Select(path => BarFiles.Load([path], cancellation))];

    private static LabelRecipe LabelOf(string name, double multiple)
    {
        if (name is not ("realized" or "bipower"))
        {
            throw new UsageException($"There is no label '{name}'; choose realized or bipower.", "--label");
        }

        return multiple is >= 0.1 and <= 10
            ? new LabelRecipe { Variance = name == "bipower" ? VarianceLabel.Bipower : VarianceLabel.Realized, SpikeMultiple = multiple }
            : throw new UsageException($"A spike multiple of {multiple} is out of range; choose 0.1 to 10.", "--spike-multiple");
    }
}
