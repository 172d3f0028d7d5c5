using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace LoanServicing.TestSupport.Databases;

/// <summary>A parameter that knows whether it was given a type.</summary>
internal sealed class TSqlParameter : DbParameter
{
    private DbType _type = DbType.Object; // Dapper sets a type only where it differs from what the parameter says

    public bool IsTyped { get; private set; }

    public override DbType DbType
    {
        get => _type;
        set => (_type, IsTyped) = (value, true);
    }

    public override ParameterDirection Direction { get; set; } = ParameterDirection.Input;

    public override bool IsNullable { get; set; }

    [AllowNull]
    public override string ParameterName { get; set; } = "";

    public override int Size { get; set; }

    [AllowNull]
    public override string SourceColumn { get; set; } = "";

    public override bool SourceColumnNullMapping { get; set; }

    public override object? Value { get; set; }

    public override void ResetDbType() => IsTyped = false;
}

internal sealed class TSqlParameters : DbParameterCollection
{
    private readonly List<TSqlParameter> _all = [];

    public IReadOnlyList<TSqlParameter> All => _all;

    public override int Count => _all.Count;

    public override object SyncRoot => _all;

    public override int Add(object value)
    {
        _all.Add((TSqlParameter)value);
        return _all.Count - 1;
    }

    public override void AddRange(Array values) => _all.AddRange(values.Cast<TSqlParameter>());

    public override void Clear() => _all.Clear();

    public override bool Contains(object value) => _all.Contains(value);

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)_all).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => _all.GetEnumerator();

    public override int IndexOf(object value) => _all.IndexOf((TSqlParameter)value);

    public override int IndexOf(string parameterName) => _all.FindIndex(parameter => parameter.ParameterName == parameterName);

    public override void Insert(int index, object value) => _all.Insert(index, (TSqlParameter)value);

    public override void Remove(object value) => _all.Remove((TSqlParameter)value);

    public override void RemoveAt(int index) => _all.RemoveAt(index);

    public override void RemoveAt(string parameterName) => _all.RemoveAt(IndexOf(parameterName));

    protected override DbParameter GetParameter(int index) => _all[index];

    protected override DbParameter GetParameter(string parameterName) => _all[IndexOf(parameterName)];

    protected override void SetParameter(int index, DbParameter value) => _all[index] = (TSqlParameter)value;

    protected override void SetParameter(string parameterName, DbParameter value) => _all[IndexOf(parameterName)] = (TSqlParameter)value;
}
