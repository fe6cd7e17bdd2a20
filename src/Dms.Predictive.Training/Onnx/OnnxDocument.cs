using Dms.Predictive.Training.Onnx.Messages;

namespace Dms.Predictive.Training;

/// <summary>The frame around every graph that is written: versions, notes and the shapes of what goes in and
/// out.</summary>
internal static class OnnxDocument
{
    /// <summary>Element type float32.</summary>
    public const int FloatElement = 1;

    /// <summary>Element type float64.</summary>
    public const int DoubleElement = 11;

    private const string RowsDimension = "rows";

    /// <summary>A model of IR 8 with operator sets 17 and ai.onnx.ml 3.</summary>
    public static ModelProto Of(GraphProto graph, OnnxModelDescription description)
    {
        ModelProto model = new()
        {
            IrVersion = 8,
            ProducerName = "Dms.Predictive",
            ProducerVersion = description.ProducerVersion,
            DocString = description.Documentation,
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = TreeEnsembleNode.Domain, Version = 3 });
        foreach ((string key, string value) in description.Metadata)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return model;
    }

    /// <summary>A float matrix with a free number of rows.</summary>
    public static ValueInfoProto FloatMatrix(string name, int columns)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = RowsDimension });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = columns });
        TypeProto.Types.Tensor tensor = new() { ElemType = FloatElement, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
