import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/platform/paths.ts'

/**
 * Writes a model directory with a real, tiny cross-encoder: its logit is the number of token pairs, one of the query and
 * one of the passage, that are equal. Tokenizer and pair format are those of the carried English model.
 */
export function writeTinyCrossEncoder(directory: string, manifest: Record<string, unknown> = {}): void {
  const model = overlapModel()
  mkdirSync(directory, { recursive: true })
  for (const name of ['tokenizer.json', 'tokenizer_config.json'])
    cpSync(join(packageRoot, 'models/all-minilm-l6-v2', name), join(directory, name))
  writeFileSync(join(directory, 'model.onnx'), model)
  const own = {
    id: 'tiny-overlap',
    task: 'reranking',
    file: 'model.onnx',
    sha256: createHash('sha256').update(model).digest('hex'),
    bytes: model.length,
    output: 'logits',
    maxTokens: 64,
    calibration: { slope: 1, bias: -3 },
    licence: 'Apache-2.0',
  }
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ ...own, ...manifest }))
}

// The few parts of the ONNX protobuf that the graph below needs (onnx/onnx.proto, field numbers in the calls).
const INT64 = 7
const FLOAT = 1

function overlapModel(): Buffer {
  const nodes = [
    node('Unsqueeze', ['input_ids', 'two'], 'rows'),
    node('Unsqueeze', ['input_ids', 'one'], 'columns'),
    node('Equal', ['rows', 'columns'], 'same'),
    node('Cast', ['same'], 'equal', [intAttribute('to', FLOAT)]),
    node('Mul', ['token_type_ids', 'attention_mask'], 'passageIds'),
    node('Sub', ['attention_mask', 'passageIds'], 'queryIds'),
    node('Cast', ['queryIds'], 'query', [intAttribute('to', FLOAT)]),
    node('Cast', ['passageIds'], 'passage', [intAttribute('to', FLOAT)]),
    node('Unsqueeze', ['query', 'two'], 'queryRows'),
    node('Unsqueeze', ['passage', 'one'], 'passageColumns'),
    node('Mul', ['queryRows', 'passageColumns'], 'pairs'),
    node('Mul', ['equal', 'pairs'], 'matches'),
    node('ReduceSum', ['matches', 'both'], 'perPair', [intAttribute('keepdims', 0)]),
    node('Unsqueeze', ['perPair', 'one'], 'logits'),
  ]
  const inputs = ['input_ids', 'attention_mask', 'token_type_ids']
  const graph = Buffer.concat([
    ...nodes.map(one => bytes(1, one)),
    text(2, 'overlap'),
    ...[axes('one', [1]), axes('two', [2]), axes('both', [1, 2])].map(one => bytes(5, one)),
    ...inputs.map(name => bytes(11, valueInfo(name, INT64, ['pairs', 'tokens']))),
    bytes(12, valueInfo('logits', FLOAT, ['pairs', 'column'])),
  ])
  return Buffer.concat([number(1, 8), bytes(7, graph), bytes(8, number(2, 13))])
}

function node(operator: string, inputs: string[], output: string, attributes: Buffer[] = []): Buffer {
  return Buffer.concat([
    ...inputs.map(name => text(1, name)),
    text(2, output),
    text(4, operator),
    ...attributes.map(one => bytes(5, one)),
  ])
}

function intAttribute(name: string, value: number): Buffer {
  return Buffer.concat([text(1, name), number(3, value), number(20, 2)])
}

function axes(name: string, values: number[]): Buffer {
  return Buffer.concat([
    number(1, values.length),
    number(2, INT64),
    ...values.map(value => number(7, value)),
    text(8, name),
  ])
}

function valueInfo(name: string, type: number, shape: string[]): Buffer {
  const dimensions = Buffer.concat(shape.map(size => bytes(1, text(2, size))))
  const tensor = Buffer.concat([number(1, type), bytes(2, dimensions)])
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensor))])
}

function varint(value: number): Buffer {
  const found: number[] = []
  let rest = value
  while (rest > 127) {
    found.push((rest & 127) | 128)
    rest >>>= 7
  }
  return Buffer.from([...found, rest])
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)])
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(value.length), value])
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value))
}
