using Dms.Predictive.Learning;
using Dms.Predictive.Training.Onnx.Messages;
using Google.Protobuf;

namespace Dms.Predictive.Training;

/// <summary>Turns a forest into one <c>TreeEnsembleRegressor</c> operator.</summary>
internal static class TreeEnsembleNode
{
    /// <summary>Operator set of the node.</summary>
    public const string Domain = "ai.onnx.ml";

    /// <summary>Writes all nodes of all trees, tree after tree in their order.</summary>
    public static NodeProto From(OnnxForest output)
    {
        NodeTable table = new();
        IReadOnlyList<Tree> trees = output.Forest.Trees;
        for (int i = 0; i < trees.Count; i++)
        {
            table.Add(i, trees[i]);
        }

        if (trees.Count == 0)
        {
            table.AddLeaf(tree: 0, node: 0, value: 0.0, cover: 0.0);
        }

        NodeProto node = new() { Name = output.Name, OpType = "TreeEnsembleRegressor", Domain = Domain };
        node.Input.Add(OnnxForestWriter.InputName);
        node.Output.Add(output.Name);
        node.Attribute.Add(table.Attributes((float)output.Forest.BaseScore));
        return node;
    }

    private sealed class NodeTable
    {
        private readonly AttributeProto _trees = Ints("nodes_treeids");
        private readonly AttributeProto _nodes = Ints("nodes_nodeids");
        private readonly AttributeProto _features = Ints("nodes_featureids");
        private readonly AttributeProto _values = Floats("nodes_values");
        private readonly AttributeProto _hitRates = Floats("nodes_hitrates");
        private readonly AttributeProto _missingLeft = Ints("nodes_missing_value_tracks_true");
        private readonly AttributeProto _left = Ints("nodes_truenodeids");
        private readonly AttributeProto _right = Ints("nodes_falsenodeids");
        private readonly AttributeProto _targetTrees = Ints("target_treeids");
        private readonly AttributeProto _targetNodes = Ints("target_nodeids");
        private readonly AttributeProto _targetIds = Ints("target_ids");
        private readonly AttributeProto _targetWeights = Floats("target_weights");
        private readonly AttributeProto _modes = new()
        {
            Name = "nodes_modes",
            Type = AttributeProto.Types.AttributeType.Strings,
        };

        public void Add(int index, Tree tree)
        {
            for (int i = 0; i < tree.Count; i++)
            {
                if (tree.Feature[i] < 0)
                {
                    AddLeaf(index, i, tree.Value[i], tree.Cover[i]);
                    continue;
                }

                AddNode(index, i, "BRANCH_LEQ", tree.Cover[i]);
                _features.Ints.Add(tree.Feature[i]);
                _values.Floats.Add(OnnxThreshold.RoundDown(tree.Threshold[i]));
                _missingLeft.Ints.Add(tree.DefaultLeft[i] ? 1 : 0);
                _left.Ints.Add(tree.Left[i]);
                _right.Ints.Add(tree.Right[i]);
            }
        }

        public void AddLeaf(int tree, int node, double value, double cover)
        {
            AddNode(tree, node, "LEAF", cover);
            _features.Ints.Add(0);
            _values.Floats.Add(0f);
            _missingLeft.Ints.Add(0);
            _left.Ints.Add(0);
            _right.Ints.Add(0);
            _targetTrees.Ints.Add(tree);
            _targetNodes.Ints.Add(node);
            _targetIds.Ints.Add(0);
            _targetWeights.Floats.Add((float)value);
        }

        public IEnumerable<AttributeProto> Attributes(float baseScore)
        {
            AttributeProto baseValues = Floats("base_values");
            baseValues.Floats.Add(baseScore);
            AttributeProto targets = new()
            {
                Name = "n_targets",
                I = 1,
                Type = AttributeProto.Types.AttributeType.Int,
            };
            return
            [
                baseValues, targets, _trees, _nodes, _features, _modes, _values, _hitRates, _missingLeft, _left, _right,
                _targetTrees, _targetNodes, _targetIds, _targetWeights,
            ];
        }

        private void AddNode(int tree, int node, string mode, double cover)
        {
            _trees.Ints.Add(tree);
            _nodes.Ints.Add(node);
            _modes.Strings.Add(ByteString.CopyFromUtf8(mode));
            _hitRates.Floats.Add((float)cover);
        }

        private static AttributeProto Ints(string name) =>
            new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };

        private static AttributeProto Floats(string name) =>
            new() { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
    }
}
