using Dms.Predictive.Core;
using Microsoft.ML.OnnxRuntime;

namespace Dms.Predictive.Learning;

/// <summary>Opens ONNX Runtime the one way in which models are served.</summary>
internal static class OnnxSession
{
    /// <summary>A sequential session of one thread that never spins.</summary>
    /// <param name="model">The bytes of the model file; never a path.</param>
    /// <exception cref="InputRefusedException"><c>onnx-malformed</c>: the runtime cannot read it.</exception>
    public static InferenceSession Open(byte[] model)
    {
        using SessionOptions options = new()
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputRefusedException("onnx-malformed",
                $"ONNX Runtime cannot load the model: {e.Message.Split('\n')[0]}", "model.onnx", e);
        }
    }
}
