using System.Text.Json;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Reads the trees of LightGBM's JSON dump into the canonical form; numbers come over bit for bit.</summary>
internal static class LightGbmDump
{
    /// <summary>Deepest nesting: a tree of 1,024 leaves can be one chain.</summary>
    private const int MostLevels = 4_096;

    private const double ReadAsZero = 1e-35f;

    /// <summary>Reads a model.</summary>
    /// <param name="json">What the booster dumped.</param>
    /// <param name="featureNames">One name per column.</param>
    /// <param name="baseScore">Constant that the booster does not hold.</param>
    /// <exception cref="NotSupportedException">The model has splits that the canonical form cannot say.</exception>
    public static Forest Read(string json, IReadOnlyList<string> featureNames, double baseScore)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostLevels });
        return new Forest(featureNames, baseScore, [.. document.RootElement.GetProperty("tree_info").EnumerateArray()
            .Select(t => new TreeGrowth().Read(t.GetProperty("tree_structure")))]);
    }

    private sealed class TreeGrowth
    {
        private readonly List<int> _feature = [];
        private readonly List<double> _threshold = [];
        private readonly List<int> _left = [];
        private readonly List<int> _right = [];
        private readonly List<bool> _defaultLeft = [];
        private readonly List<double> _value = [];

        public Tree Read(JsonElement root)
        {
            // A queue keeps deep chains off the stack; children come after their parents.
            Queue<(JsonElement Node, int At)> open = new([(root, Add())]);
            while (open.TryDequeue(out (JsonElement Node, int At) next))
            {
                (JsonElement node, int at) = next;
                if (!node.TryGetProperty("split_feature", out JsonElement feature))
                {
                    _value[at] = node.GetProperty("leaf_value").GetDouble();
                    continue;
                }

                Split(node, at, feature.GetInt32());
                (_left[at], _right[at]) = (Add(), Add());
                open.Enqueue((node.GetProperty("left_child"), _left[at]));
                open.Enqueue((node.GetProperty("right_child"), _right[at]));
            }

            return new Tree
            {
                Feature = [.. _feature],
                Threshold = [.. _threshold],
                Left = [.. _left],
                Right = [.. _right],
                DefaultLeft = [.. _defaultLeft],
                Value = [.. _value],
                Cover = new double[_feature.Count],
            };
        }

        private void Split(JsonElement node, int at, int feature)
        {
            double threshold = Snapped(node.GetProperty("threshold").GetDouble());
            string decision = node.GetProperty("decision_type").GetString()!;
            if (decision != "<=")
            {
                throw new NotSupportedException($"A split of kind '{decision}' has no canonical form.");
            }

            (_feature[at], _threshold[at]) = (feature, threshold);
            _defaultLeft[at] = node.GetProperty("missing_type").GetString() switch
            {
                "NaN" => node.GetProperty("default_left").GetBoolean(),
                // Training saw no missing value here: LightGBM then reads one as 0.
                "None" => 0.0 <= threshold,
                string other => throw new NotSupportedException($"Missing values of kind '{other}' have no canonical form."),
                null => throw new NotSupportedException("A split does not say how it treats missing values."),
            };
        }

        // LightGBM reads every value within ±ReadAsZero as 0 before it compares.
        private static double Snapped(double threshold) => threshold switch
        {
            >= -ReadAsZero and < 0 => Math.BitDecrement(-ReadAsZero),
            >= 0 and < ReadAsZero => ReadAsZero,
            _ => threshold,
        };

        private int Add()
        {
            _feature.Add(-1);
            _threshold.Add(0);
            _left.Add(-1);
            _right.Add(-1);
            _defaultLeft.Add(false);
            _value.Add(0);
            return _feature.Count - 1;
        }
    }
}
