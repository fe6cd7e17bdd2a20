using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dms.Predictive.Training;

/// <summary>Shows <see cref="TrainingRows"/> to ML.NET without copying them: columns <c>Features</c> and
/// <c>Label</c>.</summary>
internal sealed class TrainingRowsView : IDataView
{
    /// <summary>Name of the feature column.</summary>
    public const string FeaturesColumn = "Features";

    /// <summary>Name of the target column.</summary>
    public const string LabelColumn = "Label";

    private readonly TrainingRows _rows;

    /// <summary>Takes the rows.</summary>
    public TrainingRowsView(TrainingRows rows)
    {
        _rows = rows;
        DataViewSchema.Builder builder = new();
        builder.AddColumn(FeaturesColumn, new VectorDataViewType(NumberDataViewType.Single, rows.Columns));
        builder.AddColumn(LabelColumn, NumberDataViewType.Single);
        Schema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => _rows.Rows;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, columnsNeeded);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TrainingRowsView view, IEnumerable<DataViewSchema.Column> needed) : DataViewRowCursor
    {
        private readonly HashSet<int> _active = [.. needed.Select(c => c.Index)];
        private int _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override bool MoveNext()
        {
            if (_position == view._rows.Rows)
            {
                return false;
            }

            _position++;
            if (_position < view._rows.Rows)
            {
                return true;
            }

            _position = -1;
            return false;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId(checked((ulong)_position), 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = column.Index == 0
                ? (ValueGetter<VBuffer<float>>)CopyFeatures
                : (ValueGetter<float>)CopyTarget;
            return getter as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Column '{column.Name}' holds no {typeof(TValue)}.");
        }

        private void CopyFeatures(ref VBuffer<float> destination)
        {
            int columns = view._rows.Columns;
            VBufferEditor<float> editor = VBufferEditor.Create(ref destination, columns);
            view._rows.RowMajor.Span.Slice(_position * columns, columns).CopyTo(editor.Values);
            destination = editor.Commit();
        }

        private void CopyTarget(ref float destination) => destination = view._rows.Target.Span[_position];
    }
}
