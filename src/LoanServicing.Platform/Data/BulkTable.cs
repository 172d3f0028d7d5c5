using System.Data;

namespace LoanServicing.Platform.Data;

/// <summary>A table, and how a row of it is made of a <typeparamref name="T"/>, for inserting many at once.</summary>
/// <param name="Name">The table; one of the program's own constants, never input.</param>
public sealed record BulkTable<T>(string Name, IReadOnlyList<BulkColumn<T>> Columns)
{
    /// <summary>Inserts one row; its parameters are named like the columns.</summary>
    public string InsertRow { get; } =
        $"insert into {Name} ({string.Join(", ", Columns.Select(column => column.Name))}) values ({string.Join(", ", Columns.Select(column => "@" + column.Name))})";
}

/// <summary>A column of one type, as it lies in the database.</summary>
/// <param name="Type">Binary, Int32, Int64 or String.</param>
public sealed record BulkColumn<T>(string Name, DbType Type, Func<T, object?> Value)
{
    public Type ClrType => Type switch
    {
        DbType.Binary => typeof(byte[]),
        DbType.Int32 => typeof(int),
        DbType.Int64 => typeof(long),
        DbType.String => typeof(string),
        _ => throw new InvalidOperationException($"A column of type {Type} is not inserted in bulk."),
    };
}
