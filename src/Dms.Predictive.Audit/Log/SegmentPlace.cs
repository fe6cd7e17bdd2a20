namespace Dms.Predictive.Audit;

/// <summary>Where the frame of a record stands; <c>default</c> is nowhere.</summary>
/// <param name="Segment">First sequence of the segment, as its file is named.</param>
/// <param name="Offset">Start of the frame in the file, bytes.</param>
public readonly record struct SegmentPlace(long Segment, long Offset);
